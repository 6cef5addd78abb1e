# Exitgate
# SPDX-License-Identifier: Apache-2.0

import os

import pytest

from orders import Line, MemoryBook, SqliteBook, discounted

DATABASE = os.environ.get("ORDERS_DB", "memory")


@pytest.fixture
def book(tmp_path):
    return SqliteBook(tmp_path / "orders.db") if DATABASE == "sqlite" else MemoryBook()


@pytest.mark.parametrize(
    ("cents", "percent", "expected"),
    [(1000, 0, 1000), (1000, 20, 800), (995, 10, 896), (333, 25, 250), (1999, 15, 1699)],
)
def test_discount(cents, percent, expected):
    assert discounted(cents, percent) == expected


def test_line_discount_applies_to_the_whole_quantity():
    assert Line("mug", cents=995, quantity=3, percent=10).total == 2687


def test_order_total_adds_its_lines(book):
    book.add("A-1", [Line("mug", 995, percent=10), Line("tea", 450, quantity=2)])
    assert book.total("A-1") == 1796


def test_order_without_discount_costs_its_list_price(book):
    book.add("A-1", [Line("mug", 995), Line("tea", 450)])
    assert book.total("A-1") == 1445


def test_unknown_order_has_no_total(book):
    with pytest.raises(KeyError):
        book.total("A-404")


def test_revenue_of_an_empty_book_is_zero(book):
    assert book.revenue() == 0


def test_revenue_adds_every_order(book):
    book.add("A-1", [Line("mug", 995, percent=10)])
    book.add("A-2", [Line("pot", 333, percent=25), Line("tea", 450)])
    assert book.revenue() == 1596


@pytest.mark.skipif(DATABASE == "memory", reason="a book in memory does not outlive its process")
def test_orders_survive_a_restart(tmp_path):
    path = tmp_path / "orders.db"
    SqliteBook(path).add("A-1", [Line("tea", 450)])
    assert SqliteBook(path).total("A-1") == 450
