import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { LinearWebhookClient } from "@linear/sdk/webhooks";
import { accepted, receiving, SECRET } from "./receiver.js";
import { linear, named, steer, teamOf } from "./sandbox.js";

/** Return a receiver, and the webhook that reports these kinds to it. */
async function subscribed(t, ...resourceTypes) {
  const receiver = await receiving(t);
  const given = { url: receiver.url, secret: SECRET, allPublicTeams: true, resourceTypes };
  return [receiver, await (await linear.createWebhook(given)).webhook];
}

const create = async (title) => linear.createIssue({ teamId: (await teamOf("ENG")).id, title });

test("a new issue is accepted with its values", async (t) => {
  const [receiver, webhook] = await subscribed(t, "Issue");
  const issue = await (await create("Größe 😀 \u2028 “ok”")).issue;
  const payload = await accepted(receiver, "Issue", "create");
  const { data, actor } = payload;
  assert.deepEqual(
    [data.id, data.identifier, data.title],
    [issue.id, "ENG-15", "Größe 😀 \u2028 “ok”"],
  );
  assert.deepEqual([data.team.key, data.state.type, data.url], ["ENG", "backlog", issue.url]);
  assert.deepEqual([actor.type, actor.name], ["user", "Maya Lindqvist"]);
  assert.deepEqual(
    [payload.webhookId, payload.organizationId],
    [webhook.id, (await linear.organization).id],
  );
  assert.equal(typeof payload.webhookTimestamp, "number");
});

test("a changed issue tells what it was before", async (t) => {
  const [receiver] = await subscribed(t, "Issue");
  const issue = await linear.issue("ENG-1");
  const state = await issue.state;
  const done = named((await (await issue.team).states()).nodes, "Done");
  await linear.updateIssue(issue.id, { stateId: done.id });
  const { data, updatedFrom } = await accepted(receiver, "Issue", "update");
  assert.deepEqual(
    [data.state.type, data.stateId, updatedFrom.stateId],
    ["completed", done.id, state.id],
  );
  assert.equal(updatedFrom.updatedAt, issue.updatedAt.toISOString());
  assert.ok(!("title" in updatedFrom));
});

test("an attachment that comes, changes and goes is accepted", async (t) => {
  const [receiver] = await subscribed(t, "Attachment");
  const url = "https://help.example/7";
  const { attachmentId } = await linear.createAttachment({ issueId: "ENG-1", title: "Old", url });
  await linear.updateAttachment(attachmentId, { title: "New" });
  await linear.deleteAttachment(attachmentId);
  const { data } = await accepted(receiver, "Attachment", "create");
  assert.deepEqual(
    [data.id, data.url, data.issueId],
    [attachmentId, url, (await linear.issue("ENG-1")).id],
  );
  const change = await accepted(receiver, "Attachment", "update");
  assert.deepEqual([change.data.title, change.updatedFrom.title], ["New", "Old"]);
  assert.equal((await accepted(receiver, "Attachment", "remove")).data.id, attachmentId);
});

test("a comment that comes, changes and goes is accepted", async (t) => {
  const [receiver] = await subscribed(t, "Comment");
  const { commentId } = await linear.createComment({ issueId: "ENG-1", body: "Grüße" });
  await linear.updateComment(commentId, { body: "Tschüß" });
  await linear.deleteComment(commentId);
  const { data } = await accepted(receiver, "Comment", "create");
  assert.deepEqual([data.id, data.body, data.issue.identifier], [commentId, "Grüße", "ENG-1"]);
  assert.equal(data.user.name, "Maya Lindqvist");
  const change = await accepted(receiver, "Comment", "update");
  assert.deepEqual([change.data.body, change.updatedFrom.body], ["Tschüß", "Grüße"]);
  assert.equal((await accepted(receiver, "Comment", "remove")).data.id, commentId);
});

test("a customer and its request are accepted", async (t) => {
  const [receiver] = await subscribed(t, "Customer", "CustomerNeed");
  const given = { name: "Île Verte", domains: ["ileverte.example"], externalIds: ["crm-9"] };
  const { customerId } = await linear.createCustomer(given);
  const { data } = await accepted(receiver, "Customer", "create");
  const { name, domains, externalIds } = data;
  assert.deepEqual({ name, domains, externalIds }, given);
  const asked = { customerId, issueId: "ENG-3", body: "S’il vous plaît", priority: 1 };
  const { needId } = await linear.createCustomerNeed(asked);
  const need = (await accepted(receiver, "CustomerNeed", "create")).data;
  assert.deepEqual([need.id, need.body, need.priority], [needId, "S’il vous plaît", 1]);
  assert.deepEqual([need.customer.id, need.issue.identifier], [customerId, "ENG-3"]);
  await linear.deleteCustomerNeed(needId, { keepAttachment: true });
  assert.equal((await accepted(receiver, "CustomerNeed", "remove")).data.id, needId);
});

test("handlers are called for their kind only", async (t) => {
  const [receiver] = await subscribed(t, "Issue", "Attachment");
  const calls = [];
  for (const type of ["Issue", "Attachment"]) {
    receiver.handler.on(type, (payload) => calls.push([type, payload.type]));
  }
  await create("New");
  await linear.createAttachment({ issueId: "ENG-1", title: "T", url: "https://help.example/7" });
  await Promise.all([receiver.next(), receiver.next()]);
  assert.deepEqual(calls.sort(), [
    ["Attachment", "Attachment"],
    ["Issue", "Issue"],
  ]);
});

test("a handler under Node's own server accepts it, too", { timeout: 20_000 }, async (t) => {
  const client = new LinearWebhookClient(SECRET);
  const handler = client.createHandler();
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => (server.closeAllConnections(), server.close()));
  const title = new Promise((resolve) => handler.on("Issue", ({ data }) => resolve(data.title)));
  const url = `http://127.0.0.1:${server.address().port}/`;
  await linear.createWebhook({
    url,
    secret: SECRET,
    allPublicTeams: true,
    resourceTypes: ["Issue"],
  });
  await create("Über Node");
  assert.equal(await title, "Über Node");
});

test("a handler that fails is called again", async (t) => {
  const [receiver] = await subscribed(t, "Issue");
  await steer("settings", { webhook_speed: 1_000_000 });
  let calls = 0;
  receiver.handler.on("Issue", () => {
    calls += 1;
    if (calls === 1) throw new Error("not today");
  });
  await create("Twice");
  const [first, second] = [await receiver.next(), await receiver.next()];
  assert.deepEqual([first.status, second.status, calls], [500, 200, 2]);
  assert.equal(second.headers["linear-delivery"], first.headers["linear-delivery"]);
  assert.deepEqual(second.raw, first.raw);
});

/** Let the next delivery misbehave, and assert that it is refused with this text. */
async function refused(t, action, text) {
  const [receiver] = await subscribed(t, "Issue");
  await steer("faults", { action });
  await create("Refused");
  const delivery = await receiver.next();
  assert.deepEqual([delivery.status, delivery.text, delivery.payload], [400, text, undefined]);
}

test("a delivery that another secret has signed is refused", (t) =>
  refused(t, "wrong_secret", "Invalid webhook"));

test("a delivery that is two minutes old is refused", (t) =>
  refused(t, "stale", "Invalid webhook"));

test("a delivery without a signature is refused", (t) =>
  refused(t, "unsigned", "Missing webhook signature"));

test("a tampered body, a signature in capitals and a foreign secret are refused", async (t) => {
  const [receiver] = await subscribed(t, "Issue");
  await create("Größe");
  const { raw, headers } = await receiver.next();
  const signature = headers["linear-signature"];
  const statusOf = async (body, given) =>
    (await receiver.take(body, { "linear-signature": given })).status;
  assert.equal(await statusOf(raw, signature), 200);
  assert.equal(await statusOf(Buffer.concat([raw, Buffer.from(" ")]), signature), 400);
  assert.equal(await statusOf(raw, signature.toUpperCase()), 400);
  assert.equal(await statusOf(raw, `${signature.slice(0, -1)}x`), 400);
  const stranger = new LinearWebhookClient("another").createHandler();
  const request = { method: "POST", body: raw, headers: { "linear-signature": signature } };
  assert.equal((await stranger(new Request(receiver.url, request))).status, 400);
});

test("parseData reads a delivery, and verify checks its time", async (t) => {
  const [receiver, webhook] = await subscribed(t, "Issue");
  await create("Größe");
  const { raw, headers, payload } = await receiver.next();
  const signature = headers["linear-signature"];
  const parsed = receiver.client.parseData(raw, signature, payload.webhookTimestamp);
  assert.deepEqual([parsed.webhookId, parsed.data.title], [webhook.id, "Größe"]);
  assert.equal(receiver.client.verify(raw, signature, headers["linear-timestamp"]), true);
  const stale = payload.webhookTimestamp - 61_000;
  assert.throws(() => receiver.client.verify(raw, signature, stale), /Invalid webhook timestamp/);
});

test("after a rotation only the new secret is good", async (t) => {
  const [receiver, webhook] = await subscribed(t, "Issue");
  const { secret } = await linear.rotateSecretWebhook(webhook.id);
  await create("New");
  const { status, raw, headers } = await receiver.next();
  assert.equal(status, 400);
  const parsed = new LinearWebhookClient(secret).parseData(raw, headers["linear-signature"]);
  assert.equal(parsed.data.title, "New");
});
