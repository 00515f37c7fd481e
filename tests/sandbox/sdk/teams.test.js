import assert from "node:assert/strict";
import { test } from "node:test";
import { appClient, each, linear, named, teamOf } from "./sandbox.js";

test("teams lists those that the caller may see", async () => {
  const keys = async (client) => each((await client.teams()).nodes, "key").sort();
  assert.deepEqual(await keys(linear), ["DES", "ENG", "OPS", "SEC"]);
  assert.deepEqual(await keys(await appClient()), ["DES", "ENG", "OPS"]);
});

test("team tells how it works", async () => {
  const { id } = await teamOf("ENG");
  const team = await linear.team(id);
  assert.deepEqual([team.key, team.name, team.visibility], ["ENG", "Engineering", "public"]);
  assert.deepEqual(
    [team.cyclesEnabled, team.issueEstimationType, team.issueCount],
    [true, "fibonacci", 14],
  );
  assert.equal((await team.organization).urlKey, "acme");
  assert.equal(await (await teamOf("SEC")).visibility, "private");
});

test("team.states has each state with type and position", async () => {
  const { nodes } = await (await teamOf("ENG")).states();
  const states = nodes
    .sort((a, b) => a.position - b.position)
    .map(({ name, type }) => [name, type]);
  assert.deepEqual(states, [
    ["Backlog", "backlog"],
    ["Todo", "unstarted"],
    ["In Progress", "started"],
    ["In Review", "started"],
    ["QA ready", "started"],
    ["Done", "completed"],
    ["Canceled", "canceled"],
    ["Duplicate", "duplicate"],
  ]);
});

test("a team with triage has a state for it", async () => {
  const team = await teamOf("OPS");
  const triage = (await team.states()).nodes.filter(({ type }) => type === "triage");
  assert.deepEqual([team.triageEnabled, triage.length], [true, 1]);
  assert.equal((await team.triageIssueState).id, triage[0].id);
});

test("team.labels has the team's own labels", async () => {
  const { nodes } = await (await teamOf("ENG")).labels();
  assert.deepEqual(each(nodes, "name").sort(), ["API", "Backend", "Frontend", "Mobile"]);
});

test("team.projects has what the team takes part in", async () => {
  const { nodes } = await (await teamOf("OPS")).projects();
  assert.deepEqual(each(nodes, "name").sort(), ["Reliability programme", "Vendor audit"]);
});

test("team.members are people who are active", async () => {
  const { nodes } = await (await teamOf("OPS")).members();
  assert.deepEqual(each(nodes, "name").sort(), ["Lena Fischer", "Maya Lindqvist", "Sam Okafor"]);
  assert.ok(nodes.every((member) => member.active && member.isAssignable));
});

test("team.cycles has one that is active now", async () => {
  const team = await teamOf("ENG");
  const active = (await team.cycles()).nodes.filter((cycle) => cycle.isActive);
  assert.equal(active.length, 1);
  assert.ok(active[0].startsAt <= new Date() && new Date() < active[0].endsAt);
  assert.equal((await team.activeCycle).id, active[0].id);
});

test("team.templates has the team's own, not the workspace's", async () => {
  assert.deepEqual(each((await (await teamOf("ENG")).templates()).nodes, "name"), ["Bug report"]);
});

test("workflowStates lead back to their teams", async () => {
  const { nodes } = await linear.workflowStates({ filter: { name: { eq: "QA ready" } } });
  assert.deepEqual(each(nodes, "type"), ["started"]);
  assert.equal((await nodes[0].team).key, "ENG");
  assert.equal((await linear.workflowState(nodes[0].id)).name, "QA ready");
});

test("issueLabels tell groups, their labels and the workspace's", async () => {
  const { nodes } = await linear.issueLabels({ first: 100 });
  const group = named(nodes, "Severity");
  assert.deepEqual([group.isGroup, await group.team], [true, undefined]);
  assert.equal((await named(nodes, "Critical").parent).id, group.id);
  assert.equal((await named(nodes, "Billing").team).key, "OPS");
  assert.equal((await linear.issueLabel(group.id)).name, "Severity");
  assert.equal((await group.children()).nodes.length, 4);
});

test("projects have a status, a lead and teams", async () => {
  const { nodes } = await linear.projects();
  const project = await linear.project(named(nodes, "Checkout revamp").id);
  assert.equal((await project.status).type, "started");
  assert.equal((await project.lead).name, "Priya Raman");
  assert.deepEqual(each((await project.teams()).nodes, "key").sort(), ["DES", "ENG"]);
});
