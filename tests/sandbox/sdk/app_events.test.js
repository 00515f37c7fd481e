import assert from "node:assert/strict";
import { test } from "node:test";
import { accepted, receiving, SECRET } from "./receiver.js";
import { agentClient, linear, steer, teamOf } from "./sandbox.js";

/** Return the installed app's receiver, which the OAuth application's own webhook leads to. */
async function installed(t) {
  const receiver = await receiving(t);
  await steer("application_webhook", { url: receiver.url, secret: SECRET });
  return [receiver, await agentClient()];
}

/** Delegate ENG-2 to the app, and return the session that this opens. */
async function delegated(receiver, agent) {
  const issue = await linear.issue("ENG-2");
  await linear.updateIssue(issue.id, { delegateId: (await agent.viewer).id });
  const events = await three(receiver);
  return [issue, events.find(({ type }) => type === "AgentSessionEvent"), events];
}

/** Read the change of an issue and the two events that tell the app of it, in any order. */
async function three(receiver) {
  const deliveries = [await receiver.next(), await receiver.next(), await receiver.next()];
  for (const { status, text } of deliveries) assert.equal(status, 200, text);
  return deliveries.map(({ payload }) => payload);
}

test("an issue that is delegated to the app comes with a session", async (t) => {
  const [receiver, agent] = await installed(t);
  const [issue, event, events] = await delegated(receiver, agent);
  const types = events.map(({ type }) => type).sort();
  assert.deepEqual(types, ["AgentSessionEvent", "AppUserNotification", "Issue"]);
  assert.deepEqual([event.action, event.agentSession.status], ["created", "pending"]);
  assert.equal(event.agentSession.issue.identifier, "ENG-2");
  assert.equal(event.appUserId, (await agent.viewer).id);
  assert.match(event.promptContext, new RegExp(issue.title));
  const session = await agent.agentSession(event.agentSession.id);
  assert.equal((await session.issue).id, issue.id);
});

test("the app is notified that an issue was assigned to it", async (t) => {
  const [receiver, agent] = await installed(t);
  const [issue, , events] = await delegated(receiver, agent);
  const { action, notification } = events.find(({ type }) => type === "AppUserNotification");
  assert.deepEqual([action, notification.type], ["issueAssignedToYou", "issueAssignedToYou"]);
  assert.deepEqual([notification.issueId, notification.actor.name], [issue.id, "Maya Lindqvist"]);
});

test("what a person says in a session comes as a prompt", async (t) => {
  const [receiver, agent] = await installed(t);
  const [, { agentSession }] = await delegated(receiver, agent);
  await steer("prompt", { session: agentSession.id, body: "Nimm “Größe” 😀" });
  const event = await accepted(receiver, "AgentSessionEvent", "prompted");
  assert.equal(event.agentSession.id, agentSession.id);
  assert.deepEqual(event.agentActivity.content, { type: "prompt", body: "Nimm “Größe” 😀" });
});

test("a notification on request is accepted", async (t) => {
  const [receiver, agent] = await installed(t);
  const kind = "issueEmojiReaction";
  await steer("notify", { workspace: "acme", kind, issue: "ENG-1", emoji: "tada" });
  const { notification, appUserId } = await accepted(receiver, "AppUserNotification", kind);
  assert.deepEqual([notification.issue.identifier, notification.reactionEmoji], ["ENG-1", "tada"]);
  assert.equal(appUserId, (await agent.viewer).id);
});

test("a change of the app's teams is accepted", async (t) => {
  const [receiver, agent] = await installed(t);
  await steer("team_access", { workspace: "acme", add: ["SEC"], remove: ["DES"] });
  const event = await accepted(receiver, "PermissionChange", "teamAccessChanged");
  const [sec, des] = [await teamOf("SEC"), await teamOf("DES")];
  assert.deepEqual([event.addedTeamIds, event.removedTeamIds], [[sec.id], [des.id]]);
  assert.equal((await agent.team(sec.id)).key, "SEC");
});

test("the app's removal is accepted, and its token is dead", async (t) => {
  const [receiver, agent] = await installed(t);
  await steer("revoke_app", { workspace: "acme" });
  const event = await accepted(receiver, "OAuthApp", "revoked");
  assert.equal(event.organizationId, (await linear.organization).id);
  await assert.rejects(agent.viewer, { type: "AuthenticationError" });
});

test("what happens in the workspace comes to the app's webhook, too", async (t) => {
  const [receiver] = await installed(t);
  await linear.updateIssue("ENG-1", { title: "Größer" });
  const { data, updatedFrom } = await accepted(receiver, "Issue", "update");
  assert.deepEqual([data.identifier, data.title], ["ENG-1", "Größer"]);
  assert.match(updatedFrom.title, /^Checkout button/);
});
