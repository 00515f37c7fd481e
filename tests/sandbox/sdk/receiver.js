/** A server that takes webhooks with Linear's own webhook client. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { LinearWebhookClient } from "@linear/sdk/webhooks";

export const SECRET = "shared with the receiver: “geheim”";
const TIMEOUT_MS = 20_000;

/** Listen until the test ends. What came is read in order with `next()`. */
export async function receiving(test, secret = SECRET) {
  const came = [];
  const awaited = [];
  const receiver = { next };
  receiver.client = new LinearWebhookClient(secret);
  receiver.handler = receiver.client.createHandler();
  receiver.take = (raw, headers) => take(receiver.handler, raw, headers);

  function next() {
    return new Promise((resolve, reject) => {
      const alarm = setTimeout(() => reject(new Error("no delivery came")), TIMEOUT_MS);
      awaited.push((delivery) => (clearTimeout(alarm), resolve(delivery)));
      handOut();
    });
  }

  function handOut() {
    while (came.length && awaited.length) awaited.shift()(came.shift());
  }

  const server = createServer(async (message, response) => {
    const raw = await buffer(message);
    const result = await receiver.take(raw, message.headers);
    response.writeHead(result.status).end(result.text);
    came.push({ ...result, raw, headers: message.headers });
    handOut();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.after(() => (server.closeAllConnections(), server.close()));
  receiver.url = `http://127.0.0.1:${server.address().port}/`;
  return receiver;
}

/** Give a body to a handler, and return how it answers and what it made of it. */
async function take(handler, body, headers) {
  let payload;
  const remember = (parsed) => (payload = parsed);
  handler.on("*", remember);
  const request = new Request("http://receiver.example/", { method: "POST", headers, body });
  const response = await handler(request);
  handler.off("*", remember);
  return { status: response.status, text: await response.text(), payload };
}

/** Read the next delivery, which must have been accepted as this. */
export async function accepted(receiver, type, action) {
  const { status, text, payload } = await receiver.next();
  assert.deepEqual([status, text], [200, "OK"]);
  assert.deepEqual([payload.type, payload.action], [type, action]);
  return payload;
}
