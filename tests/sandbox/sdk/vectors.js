/**
 * Reads [{secret, raw, signature}] from the input, `raw` in base64, and writes for each how Linear
 * signs it and whether Linear's webhook client accepts the signature that is given.
 */
import { createHmac } from "node:crypto";
import { text } from "node:stream/consumers";
import { LinearWebhookClient } from "@linear/sdk/webhooks";

function answer({ secret, raw, signature }) {
  const body = Buffer.from(raw, "base64");
  const own = createHmac("sha256", secret).update(body).digest("hex");
  const client = new LinearWebhookClient(secret);
  client.verify(body, own);
  return { signature: own, payload: accepted(() => client.parseData(body, signature)) };
}

function accepted(read) {
  try {
    return read();
  } catch {
    return null;
  }
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(answer)));
