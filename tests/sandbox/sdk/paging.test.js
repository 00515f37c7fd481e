import assert from "node:assert/strict";
import { test } from "node:test";
import { clientWith, each, GLOBEX, linear, teamOf } from "./sandbox.js";

test("fetchNext reads issues to the end, each once", async () => {
  let issues = await linear.issues({ first: 10 });
  assert.deepEqual([issues.nodes.length, issues.pageInfo.hasNextPage], [10, true]);
  while (issues.pageInfo.hasNextPage) issues = await issues.fetchNext();
  assert.equal(issues.nodes.length, 26);
  assert.equal(new Set(each(issues.nodes, "id")).size, 26);
});

test("fetchNext keeps the filter", async () => {
  let issues = await linear.issues({ first: 2, filter: { team: { key: { eq: "OPS" } } } });
  while (issues.pageInfo.hasNextPage) issues = await issues.fetchNext();
  assert.deepEqual(each(issues.nodes, "identifier").sort(), [
    "OPS-1",
    "OPS-2",
    "OPS-3",
    "OPS-4",
    "OPS-5",
  ]);
});

test("fetchPrevious leads back to the beginning", async () => {
  const all = each((await linear.issues()).nodes, "id");
  let issues = await linear.issues({ last: 10 });
  assert.deepEqual(each(issues.nodes, "id"), all.slice(-10));
  while (issues.pageInfo.hasPreviousPage) issues = await issues.fetchPrevious();
  assert.deepEqual(each(issues.nodes, "id"), all);
});

test("paginate reads the 130 teams of a large workspace", async () => {
  const globex = clientWith({ apiKey: GLOBEX });
  const teams = await globex.paginate(globex.teams, { first: 50 });
  assert.equal(new Set(each(teams, "key")).size, 130);
});

test("fetchNext reads the members of a large team", async () => {
  const globex = clientWith({ apiKey: GLOBEX });
  const { nodes } = await globex.teams({ filter: { key: { eq: "BIG" } } });
  let members = await nodes[0].members({ first: 100 });
  while (members.pageInfo.hasNextPage) members = await members.fetchNext();
  assert.equal(new Set(each(members.nodes, "id")).size, 260);
});

test("a page has 50 rows unless told otherwise", async () => {
  const globex = clientWith({ apiKey: GLOBEX });
  assert.equal((await globex.teams()).nodes.length, 50);
});

test("the newest comes first, or what changed last", async () => {
  const team = await teamOf("ENG");
  const older = await linear.issue("ENG-2");
  await linear.createIssue({ teamId: team.id, title: "New" });
  await linear.updateIssue(older.id, { priority: 4 });
  assert.equal((await linear.issues({ first: 1 })).nodes[0].title, "New");
  assert.equal((await linear.issues({ first: 1, orderBy: "updatedAt" })).nodes[0].id, older.id);
});

test("a page of more than 250 is refused", async () => {
  await assert.rejects(linear.users({ first: 251 }), {
    type: "InvalidInput",
    message: /Argument Validation Error/,
  });
});
