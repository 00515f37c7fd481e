/** Linear's own client, pointed at the sandbox that SANDBOX_URL names. */
import assert from "node:assert/strict";
import { beforeEach } from "node:test";
import * as sdk from "@linear/sdk";

const URL = process.env.SANDBOX_URL;
export const ACME = "lin_api_demo_acme";
export const GLOBEX = "lin_api_demo_globex";
export const ABSENT = "00000000-0000-4000-8000-000000000000";
export const linear = clientWith({ apiKey: ACME });

/** Every test of a script that imports this starts from the seed. */
beforeEach(() => steer("reset", { keep_tokens: false }));

export function clientWith(options) {
  return new sdk.LinearClient({ apiUrl: `${URL}/graphql`, ...options });
}

/** Post to an endpoint under `/_sandbox/`. */
export async function steer(path, body) {
  const answer = await fetch(`${URL}/_sandbox/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, await answer.text());
}

/** Return the client of the app that is installed in Acme. */
export function appClient() {
  return tokenClient({ grant_type: "refresh_token", refresh_token: "lin_refresh_demo_acme" });
}

/** Return the client of that app as an agent, which people assign and mention. */
export function agentClient() {
  return tokenClient({ grant_type: "refresh_token", refresh_token: "lin_refresh_demo_agent" });
}

/** Return a client with a token of the application's own workspace that has these scopes. */
export function scopedClient(scope) {
  return tokenClient({ grant_type: "client_credentials", scope });
}

async function tokenClient(grant) {
  const application = { client_id: "demo-client-id", client_secret: "demo-client-secret" };
  const body = new URLSearchParams({ ...grant, ...application });
  const answer = await fetch(`${URL}/oauth/token`, { method: "POST", body });
  assert.ok(answer.ok, `the token endpoint answered ${answer.status}`);
  return clientWith({ accessToken: (await answer.json()).access_token });
}

/** Return an Acme team by its key. */
export async function teamOf(key) {
  const { nodes } = await linear.teams({ filter: { key: { eq: key } } });
  return nodes[0];
}

/** Return the one of these that has the name. */
export function named(nodes, name) {
  const found = nodes.find((node) => node.name === name);
  assert.ok(found, `no ${name} among ${nodes.map((node) => node.name)}`);
  return found;
}

/** Return one property of each, such as the keys of teams. */
export function each(nodes, property) {
  return nodes.map((node) => node[property]);
}

/** Assert that a call fails with this class of the client's errors, and return the error. */
export async function refusal(call, kind) {
  const error = await call.then(
    () => assert.fail("nothing was refused"),
    (reason) => reason,
  );
  assert.ok(error instanceof sdk[kind], `${error.constructor.name}: ${error.stack}`);
  return error;
}
