# Exitgate
# SPDX-License-Identifier: Apache-2.0

import os

import pytest

from payment import PaymentClient, PaymentError


@pytest.fixture
def payments():
    client = PaymentClient(os.environ["PAYMENT_ADDRESS"])
    client.ping()
    return client


def test_charge_has_an_id(payments):
    assert payments.charge("checkout-1", 1796)


def test_charging_an_order_twice_charges_it_once(payments):
    assert payments.charge("checkout-2", 450) == payments.charge("checkout-2", 450)


def test_declined_card_is_an_error(payments):
    with pytest.raises(PaymentError, match="card declined"):
        payments.charge("checkout-3", 450, card="declined")


def test_refund_returns_what_was_charged(payments):
    assert payments.refund(payments.charge("checkout-4", 896)) == 896
