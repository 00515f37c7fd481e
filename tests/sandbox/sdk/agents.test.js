import assert from "node:assert/strict";
import { test } from "node:test";
import { agentClient, appClient, each, linear } from "./sandbox.js";

const TICKET = { label: "Conversation 7", url: "https://help.example/7" };
const LOG = { label: "Log", url: "https://help.example/log" };

/** Open a session on ENG-1, and return its client and itself. */
async function opened(more) {
  const agent = await agentClient();
  const payload = await agent.agentSessionCreateOnIssue({ issueId: "ENG-1", ...more });
  assert.equal(payload.success, true);
  return [agent, await payload.agentSession];
}

const links = (session) => session.externalLinks.map(({ label, url }) => ({ label, url }));

test("agentSessionCreateOnIssue opens a session with a link", async () => {
  const [agent, { id }] = await opened({ externalUrls: [TICKET] });
  const session = await agent.agentSession(id);
  assert.deepEqual([session.status, links(session)], ["pending", [TICKET]]);
  assert.equal((await session.issue).identifier, "ENG-1");
  assert.equal((await session.appUser).app, true);
  assert.deepEqual(each((await agent.agentSessions()).nodes, "id"), [id]);
});

test("createAgentActivity moves the session on", async () => {
  const [agent, { id }] = await opened();
  for (const [content, status] of [
    [{ type: "thought", body: "Looking" }, "active"],
    [{ type: "elicitation", body: "Which browser?" }, "awaitingInput"],
    [{ type: "response", body: "Fixed" }, "complete"],
  ]) {
    const payload = await agent.createAgentActivity({ agentSessionId: id, content });
    assert.equal(payload.success, true);
    assert.equal((await agent.agentSession(id)).status, status);
  }
});

test("agent activities are read back with their content", async () => {
  const [agent, { id }] = await opened();
  const action = { type: "action", action: "Searched", parameter: "“café”", result: "2 found" };
  const payload = await agent.createAgentActivity({ agentSessionId: id, content: action });
  const activity = await payload.agentActivity;
  const { type, action: done, parameter, result } = activity.content;
  assert.deepEqual({ type, action: done, parameter, result }, action);
  const session = await agent.agentSession(id);
  assert.deepEqual(each((await session.activities()).nodes, "id"), [activity.id]);
  assert.equal((await activity.agentSession).id, id);
});

test("updateAgentSession adds and removes links, and replaces the plan", async () => {
  const [agent, { id }] = await opened({ externalUrls: [TICKET] });
  await agent.updateAgentSession(id, {
    addedExternalUrls: [LOG],
    plan: [{ content: "Look", status: "inProgress" }],
  });
  let session = await agent.agentSession(id);
  assert.deepEqual(links(session), [TICKET, LOG]);
  assert.deepEqual(session.plan, [{ content: "Look", status: "inProgress" }]);
  await agent.updateAgentSession(id, { removedExternalUrls: [TICKET.url] });
  session = await agent.agentSession(id);
  assert.deepEqual(links(session), [LOG]);
});

test("only an agent opens a session, and only its app speaks in it", async () => {
  const [, { id }] = await opened();
  const content = { type: "thought", body: "Mine?" };
  await assert.rejects(linear.createAgentActivity({ agentSessionId: id, content }), {
    type: "Forbidden",
  });
  const app = await appClient();
  await assert.rejects(app.agentSessionCreateOnIssue({ issueId: "ENG-2" }), { type: "Forbidden" });
});
