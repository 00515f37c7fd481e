/**
 * Reads {secret, payload} from the input, and writes requests that deliver it, good and bad ones:
 * each with its `raw` body in base64, its signature, whether Linear's webhook client believes that
 * (`isSigned`), and whether the client's own handler takes the request now (`isTaken`).
 */
import { createHmac } from "node:crypto";
import { text } from "node:stream/consumers";
import { LinearWebhookClient } from "@linear/sdk/webhooks";

const { secret, payload } = JSON.parse(await text(process.stdin));
const client = new LinearWebhookClient(secret);
const now = Date.now();

const sign = (body, key = secret) => createHmac("sha256", key).update(body).digest("hex");
const at = (webhookTimestamp) => Buffer.from(JSON.stringify({ ...payload, webhookTimestamp }));
const signed = (body) => ({ body, signature: sign(body) });
const fresh = at(now);
const title = "Größe “XL” 日本語 עברית e\u0301 😀 \u2028 \\u00e4";
const foreign = { ...payload, data: { ...payload.data, title }, webhookTimestamp: now };

const requests = {
  fresh: signed(fresh),
  nonAscii: signed(Buffer.from(JSON.stringify(foreign))),
  laidOut: signed(Buffer.from(JSON.stringify(foreign, null, 2))),
  almostStale: signed(at(now - 55_000)),
  stale: signed(at(now - 61_000)),
  hoursOld: signed(at(now - 9 * 3_600_000)),
  future: signed(at(now + 65_000)),
  timestampIsText: signed(at(String(now))),
  timestampIsMissing: signed(at(undefined)),
  tamperedByASpace: { body: Buffer.concat([fresh, Buffer.from(" ")]), signature: sign(fresh) },
  tamperedInATitle: { body: Buffer.from(JSON.stringify(foreign)), signature: sign(fresh) },
  wrongSecret: { body: fresh, signature: sign(fresh, `${secret} `) },
  upperCase: { body: fresh, signature: sign(fresh).toUpperCase() },
  cutShort: { body: fresh, signature: sign(fresh).slice(0, -1) },
  unsigned: { body: fresh, signature: "" },
};

async function isTaken(body, signature) {
  const headers = signature ? { "linear-signature": signature } : {};
  const request = new Request("http://receiver.example/", { method: "POST", headers, body });
  return (await client.createHandler()(request)).status === 200;
}

function isSigned(body, signature) {
  try {
    return client.verify(body, signature);
  } catch {
    return false;
  }
}

const answer = {};
for (const [name, { body, signature }] of Object.entries(requests)) {
  answer[name] = {
    raw: body.toString("base64"),
    signature,
    isSigned: isSigned(body, signature),
    isTaken: await isTaken(body, signature),
  };
}
console.log(JSON.stringify(answer));
