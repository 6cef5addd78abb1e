// Exitgate
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { PaymentClient, formatCents } from '../client.mjs';

const client = new PaymentClient(process.env.PAYMENT_ADDRESS);

describe('charge', () => {
  it('answers with an id', async () => {
    const { id } = await client.charge('payments-1', 1796);
    assert.ok(id);
  });

  it('charges an order once', async () => {
    const first = await client.charge('payments-2', 450);
    const second = await client.charge('payments-2', 450);
    assert.equal(second.id, first.id);
  });

  it('tells one order from another', async () => {
    const first = await client.charge('payments-3', 450);
    const second = await client.charge('payments-4', 450);
    assert.notEqual(second.id, first.id);
  });

  it('rejects a declined card', async () => {
    const { error } = await client.charge('payments-5', 450, 'declined');
    assert.equal(error, 'card declined');
  });

  it('rejects an amount of zero', async () => {
    const { error } = await client.charge('payments-6', 0);
    assert.equal(error, 'amount must be positive');
  });
});

describe('refund', () => {
  it('returns what was charged', async () => {
    const { id } = await client.charge('payments-7', 896);
    const { cents } = await client.refund(id);
    assert.equal(cents, 896);
  });

  it('rejects an unknown charge', async () => {
    const { error } = await client.refund('charge-404');
    assert.equal(error, 'no such charge');
  });
});

describe('formatCents', () => {
  for (const [cents, text] of [[0, '0.00'], [5, '0.05'], [1796, '17.96'], [-250, '-2.50']]) {
    it(`writes ${cents} as ${text}`, () => assert.equal(formatCents(cents), text));
  }
});
