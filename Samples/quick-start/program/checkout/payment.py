# Exitgate
# SPDX-License-Identifier: Apache-2.0

"""The checkout's side of the payment service."""

import json
from contextlib import closing
from http.client import HTTPConnection


class PaymentError(Exception):
    """The payment service refused a request."""


class PaymentClient:
    def __init__(self, address: str):
        self._address = address

    def ping(self) -> None:
        self._call("GET", "/health")

    def charge(self, order: str, cents: int, card: str = "valid") -> str:
        return self._call("POST", "/charges", {"order": order, "cents": cents, "card": card})["id"]

    def refund(self, charge: str) -> int:
        return self._call("POST", "/refunds", {"charge": charge})["cents"]

    def _call(self, method: str, path: str, body=None) -> dict:
        with closing(HTTPConnection(self._address, timeout=5)) as connection:
            connection.request(method, path, json.dumps(body))
            response = connection.getresponse()
            answer = json.load(response)
        if response.status >= 400:
            raise PaymentError(answer["error"])
        return answer
