// Exitgate
// SPDX-License-Identifier: Apache-2.0

/** Answers with what was charged or refunded, or with the service's `error`. */
export class PaymentClient {
  #address;

  constructor(address) {
    this.#address = address;
  }

  charge(order, cents, card = 'valid') {
    return this.#post('/charges', { order, cents, card });
  }

  refund(charge) {
    return this.#post('/refunds', { charge });
  }

  async #post(path, body) {
    let response;
    try {
      response = await fetch(`http://${this.#address}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
    } catch (error) {
      // fetch() itself only says "fetch failed".
      throw new Error(`payment service unreachable: ${error.cause.message}`, { cause: error });
    }
    return response.json();
  }
}

export function formatCents(cents) {
  const sign = cents < 0 ? '-' : '';
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
