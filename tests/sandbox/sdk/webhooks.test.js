import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { agentClient, clientWith, each, GLOBEX, linear, teamOf } from "./sandbox.js";

const GIVEN = {
  url: "https://help.example/hooks",
  resourceTypes: ["Issue", "Comment"],
  allPublicTeams: true,
};

test("createWebhook keeps what is given, with a secret of its own", async () => {
  const id = randomUUID();
  const payload = await linear.createWebhook({ ...GIVEN, id, label: "Help" });
  assert.equal(payload.success, true);
  const webhook = await payload.webhook;
  assert.deepEqual(
    [webhook.id, webhook.label, webhook.url, webhook.enabled],
    [id, "Help", GIVEN.url, true],
  );
  assert.deepEqual([...webhook.resourceTypes].sort(), ["Comment", "Issue"]);
  assert.deepEqual([webhook.allPublicTeams, await webhook.team], [true, undefined]);
  assert.match(webhook.secret, /^lin_wh_/);
  assert.equal((await webhook.creator).name, "Maya Lindqvist");
});

test("createWebhook for one team", async () => {
  const { id: teamId } = await teamOf("OPS");
  const { url, resourceTypes } = GIVEN;
  const webhook = await (await linear.createWebhook({ url, resourceTypes, teamId })).webhook;
  assert.deepEqual([webhook.allPublicTeams, (await webhook.team).key], [false, "OPS"]);
});

test("webhooks lists those of the workspace", async () => {
  const { webhookId } = await linear.createWebhook(GIVEN);
  assert.deepEqual(each((await linear.webhooks()).nodes, "id"), [webhookId]);
  assert.deepEqual((await clientWith({ apiKey: GLOBEX }).webhooks()).nodes, []);
});

test("updateWebhook changes address, label and kinds", async () => {
  const { webhookId } = await linear.createWebhook(GIVEN);
  const url = "https://moved.example/hooks";
  await linear.updateWebhook(webhookId, { url, label: "New", resourceTypes: ["Issue"] });
  const webhook = await linear.webhook(webhookId);
  assert.deepEqual([webhook.url, webhook.label, webhook.resourceTypes], [url, "New", ["Issue"]]);
  assert.equal(webhook.enabled, true);
});

test("updateWebhook disables one, and enables it again", async () => {
  const { webhookId } = await linear.createWebhook(GIVEN);
  for (const enabled of [false, true]) {
    await linear.updateWebhook(webhookId, { enabled });
    const webhook = await linear.webhook(webhookId);
    assert.deepEqual([webhook.enabled, webhook.url], [enabled, GIVEN.url]);
  }
});

test("updateWebhook of one that is gone, or to no address, is refused", async () => {
  const { webhookId } = await linear.createWebhook(GIVEN);
  await assert.rejects(linear.updateWebhook(webhookId, { url: "nowhere" }), {
    type: "InvalidInput",
  });
  await assert.rejects(linear.updateWebhook(randomUUID(), { enabled: true }), {
    type: "InvalidInput",
  });
});

test("rotateSecretWebhook replaces the secret", async () => {
  const { webhookId } = await linear.createWebhook(GIVEN);
  const before = await linear.webhook(webhookId);
  const { success, secret } = await linear.rotateSecretWebhook(webhookId);
  assert.equal(success, true);
  assert.notEqual(secret, before.secret);
  assert.equal((await linear.webhook(webhookId)).secret, secret);
});

test("deleteWebhook removes it", async () => {
  const { webhookId } = await linear.createWebhook(GIVEN);
  const payload = await linear.deleteWebhook(webhookId);
  assert.deepEqual([payload.success, payload.entityId], [true, webhookId]);
  await assert.rejects(linear.webhook(webhookId), { type: "InvalidInput" });
});

test("an app can't have a webhook of its own", async () => {
  const app = await agentClient();
  await assert.rejects(app.createWebhook(GIVEN), { type: "Forbidden", message: /admin required/ });
});

test("a webhook for an unknown kind, or for no team, is refused", async () => {
  for (const wrong of [
    { resourceTypes: ["Weather"] },
    { allPublicTeams: false },
    { url: "nowhere" },
  ]) {
    await assert.rejects(linear.createWebhook({ ...GIVEN, ...wrong }), { type: "InvalidInput" });
  }
});
