import assert from "node:assert/strict";
import { test } from "node:test";
import { ACME, appClient, clientWith, each, GLOBEX, linear, named } from "./sandbox.js";

test("viewer is the person of the API key", async () => {
  const viewer = await linear.viewer;
  assert.equal(viewer.name, "Maya Lindqvist");
  assert.equal(viewer.email, "maya.lindqvist@acme.example");
  assert.deepEqual(
    [viewer.admin, viewer.app, viewer.isMe, viewer.active],
    [true, false, true, true],
  );
  assert.ok(viewer.createdAt instanceof Date && viewer.createdAt.getTime() > 0);
});

test("viewer is the app's own user for its access token", async () => {
  const viewer = await (await appClient()).viewer;
  assert.deepEqual([viewer.name, viewer.app, viewer.admin], ["Support Bridge", true, false]);
  assert.equal(viewer.email, `${viewer.id}@oauthapp.linear.app`);
});

test("organization is the workspace of the API key", async () => {
  const acme = await linear.organization;
  assert.deepEqual([acme.name, acme.urlKey, acme.customersEnabled], ["Acme", "acme", true]);
  assert.deepEqual([acme.userCount, acme.createdIssueCount], [7, 26]);
  assert.equal(named(acme.projectStatuses, "In Progress").type, "started");
  assert.equal((await clientWith({ apiKey: GLOBEX }).organization).urlKey, "globex");
});

test("users lists who is active, and the others when asked", async () => {
  const active = each((await linear.users()).nodes, "name");
  const all = each((await linear.users({ includeDisabled: true })).nodes, "name");
  assert.ok(active.includes("Priya Raman") && !active.includes("Victor Hale"));
  assert.deepEqual(
    all.filter((name) => !active.includes(name)),
    ["Victor Hale"],
  );
});

test("user leads to its teams and issues", async () => {
  const { nodes } = await linear.users({ filter: { name: { eq: "Priya Raman" } } });
  const priya = await linear.user(nodes[0].id);
  assert.deepEqual(each((await priya.teams()).nodes, "key"), ["ENG"]);
  const issues = each((await priya.assignedIssues()).nodes, "identifier");
  assert.deepEqual(issues.sort(), ["ENG-1", "ENG-5"]);
});

test("rateLimitStatus counts the requests that are left", async () => {
  const requests = async () =>
    named((await linear.rateLimitStatus).limits.map(withName), "REQUEST");
  const before = await requests();
  assert.deepEqual([before.allowedAmount, before.period], [2500, 3_600_000]);
  assert.ok(before.reset > Date.now());
  assert.equal((await requests()).remainingAmount, before.remainingAmount - 1);
});

test("rateLimitStatus knows the higher limit of an OAuth token", async () => {
  const { kind, limits } = await (await appClient()).rateLimitStatus;
  assert.equal(kind, "oauth");
  assert.equal(named(limits.map(withName), "REQUEST").allowedAmount, 5000);
});

test("templates hold what an issue starts with", async () => {
  const templates = await linear.templates;
  const bug = named(templates, "Bug report");
  assert.deepEqual(
    [bug.type, bug.templateData.title, bug.templateData.priority],
    ["issue", "Bug: ", 2],
  );
  assert.equal((await bug.team).key, "ENG");
  assert.equal(await named(templates, "Customer request").team, undefined);
  assert.equal((await linear.template(bug.id)).name, "Bug report");
});

test("an API key with the prefix Bearer is refused with advice", async () => {
  await assert.rejects(clientWith({ accessToken: ACME }).viewer, {
    type: "InvalidInput",
    status: 400,
    message: /Remove the Bearer prefix/,
  });
});

function withName(limit) {
  return { ...limit, name: limit.type };
}
