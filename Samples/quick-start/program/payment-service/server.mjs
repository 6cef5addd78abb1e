// Exitgate
// SPDX-License-Identifier: Apache-2.0

import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

const charges = new Map();

const routes = {
  'GET /health': () => [200, {}],
  'POST /charges': ({ order, cents, card }) => {
    if (cents <= 0) return [422, { error: 'amount must be positive' }];
    if (card === 'declined') return [402, { error: 'card declined' }];
    const id = `charge-${order}`;
    charges.set(id, { id, cents });
    return [201, charges.get(id)];
  },
  'POST /refunds': ({ charge }) =>
    charges.has(charge) ? [201, charges.get(charge)] : [404, { error: 'no such charge' }],
};

const server = createServer(async (request, response) => {
  const body = request.method === 'POST' ? await json(request) : undefined;
  const [status, answer] = routes[`${request.method} ${request.url}`](body);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
});

const [host, port] = process.env.PAYMENT_ADDRESS.split(':');
server.listen(Number(port), host, () => console.log('listening'));
