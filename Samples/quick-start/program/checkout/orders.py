# Exitgate
# SPDX-License-Identifier: Apache-2.0

"""Orders, what they cost, and the books that keep them."""

import sqlite3
from dataclasses import astuple, dataclass


def discounted(cents: int, percent: int) -> int:
    """Return a price less a discount, rounded half up to a whole cent."""
    return (cents * (100 - percent) + 50) // 100


@dataclass(frozen=True)
class Line:
    sku: str
    cents: int
    quantity: int = 1
    percent: int = 0

    @property
    def total(self) -> int:
        return discounted(self.cents * self.quantity, self.percent)


class MemoryBook:
    def __init__(self):
        self._orders = {}

    def add(self, order: str, lines: list[Line]) -> None:
        self._orders[order] = lines

    def total(self, order: str) -> int:
        return sum(line.total for line in self._orders[order])

    def revenue(self) -> int:
        return sum(map(self.total, self._orders))


class SqliteBook:
    def __init__(self, path):
        self._db = sqlite3.connect(path)
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS lines"
            " (order_id TEXT, sku TEXT, cents INT, quantity INT, percent INT)"
        )

    def add(self, order: str, lines: list[Line]) -> None:
        with self._db:
            self._db.executemany(
                "INSERT INTO lines VALUES (?, ?, ?, ?, ?)",
                [(order, *astuple(line)) for line in lines],
            )

    def total(self, order: str) -> int:
        rows = self._db.execute(
            "SELECT sku, cents, quantity, percent FROM lines WHERE order_id = ?", [order]
        ).fetchall()
        if not rows:
            raise KeyError(order)
        return sum(Line(*row).total for row in rows)

    def revenue(self) -> int:
        # Summed by the database: a year of orders does not fit in memory.
        (cents,) = self._db.execute(
            "SELECT SUM((cents * quantity * (100 - percent) + 50) / 100) FROM lines"
        ).fetchone()
        return cents or 0
