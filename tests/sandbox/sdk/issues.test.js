import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { appClient, each, linear, named, teamOf } from "./sandbox.js";

test("createIssue takes what is given, and payload.issue reads it back", async () => {
  const team = await teamOf("ENG");
  const labels = (await linear.issueLabels({ first: 100 })).nodes;
  const id = randomUUID();
  const payload = await linear.createIssue({
    id,
    teamId: team.id,
    title: "Pay by “Überweisung” 🏦",
    description: "1. one\n2. *two*",
    priority: 1,
    estimate: 5,
    dueDate: "2031-02-28",
    labelIds: [named(labels, "Bug").id, named(labels, "Minor").id],
    assigneeId: named((await team.members()).nodes, "Jonas Weber").id,
    projectId: named((await team.projects()).nodes, "Checkout revamp").id,
    stateId: named((await team.states()).nodes, "In Review").id,
  });
  assert.equal(payload.success, true);
  assert.ok(payload.lastSyncId > 0);
  const issue = await payload.issue;
  assert.deepEqual([issue.id, issue.identifier, issue.number], [id, "ENG-15", 15]);
  assert.deepEqual(
    [issue.title, issue.description],
    ["Pay by “Überweisung” 🏦", "1. one\n2. *two*"],
  );
  assert.deepEqual(
    [issue.priority, issue.priorityLabel, issue.estimate, issue.dueDate],
    [1, "Urgent", 5, "2031-02-28"],
  );
  assert.match(issue.url, /\/acme\/issue\/ENG-15\//);
  assert.equal((await issue.assignee).name, "Jonas Weber");
  assert.equal((await issue.project).name, "Checkout revamp");
  assert.equal((await issue.state).name, "In Review");
  assert.equal((await issue.creator).name, "Maya Lindqvist");
  assert.deepEqual(each((await issue.labels()).nodes, "name").sort(), ["Bug", "Minor"]);
});

test("createIssue without a state begins in backlog, or in triage", async () => {
  for (const [key, type] of [
    ["ENG", "backlog"],
    ["OPS", "triage"],
  ]) {
    const { id } = await teamOf(key);
    const issue = await (await linear.createIssue({ teamId: id, title: "New" })).issue;
    assert.equal((await issue.state).type, type);
  }
});

test("createIssue by an app can name who it is for", async () => {
  const { id } = await teamOf("ENG");
  const given = {
    teamId: id,
    title: "New",
    createAsUser: "Dana",
    displayIconUrl: "https://a.example/d.png",
  };
  const issue = await (await (await appClient()).createIssue(given)).issue;
  const bot = await issue.botActor;
  assert.deepEqual([bot.userDisplayName, bot.avatarUrl], ["Dana", "https://a.example/d.png"]);
});

test("createIssueBatch makes all of them, in order", async () => {
  const { id } = await teamOf("DES");
  const batch = await linear.createIssueBatch({
    issues: ["One", "Two", "Three"].map((title) => ({ teamId: id, title })),
  });
  assert.equal(batch.success, true);
  assert.deepEqual(each(batch.issues, "title"), ["One", "Two", "Three"]);
  assert.deepEqual(each(batch.issues, "identifier"), ["DES-6", "DES-7", "DES-8"]);
});

test("createIssueBatch makes none when one is refused", async () => {
  const { id } = await teamOf("DES");
  const issues = [
    { teamId: id, title: "One" },
    { teamId: id, title: "Two", stateId: randomUUID() },
  ];
  await assert.rejects(linear.createIssueBatch({ issues }), { type: "InvalidInput" });
  assert.equal((await linear.issues({ filter: { title: { eq: "One" } } })).nodes.length, 0);
});

test("updateIssueBatch changes all of them", async () => {
  const issues = await Promise.all(
    ["ENG-1", "OPS-2"].map((identifier) => linear.issue(identifier)),
  );
  const batch = await linear.updateIssueBatch(each(issues, "id"), { priority: 4 });
  assert.deepEqual(each(batch.issues, "priority"), [4, 4]);
  assert.equal((await linear.issue("OPS-2")).priorityLabel, "Low");
});

test("issue is found by identifier and by id", async () => {
  const issue = await linear.issue("ENG-1");
  assert.equal(issue.title, "Checkout button does nothing after a card is declined");
  assert.equal((await linear.issue(issue.id)).identifier, "ENG-1");
  assert.deepEqual(
    [issue.priority, issue.estimate, issue.branchName.includes("eng-1-")],
    [1, 3, true],
  );
  assert.ok(issue.startedAt < new Date() && issue.completedAt === undefined);
});

test("issue.state, team, cycle, assignee and project are read on demand", async () => {
  const issue = await linear.issue("ENG-1");
  const state = await issue.state;
  assert.deepEqual([state.name, state.type], ["In Progress", "started"]);
  assert.equal((await issue.team).key, "ENG");
  assert.equal((await issue.cycle).isActive, true);
  assert.equal((await issue.assignee).displayName, "priya.raman");
  assert.equal((await issue.project).name, "Checkout revamp");
});

test("issue.attachments and children are what belongs to it", async () => {
  const issue = await linear.issue("ENG-1");
  assert.deepEqual((await issue.attachments()).nodes, []);
  await linear.createAttachment({
    issueId: issue.id,
    title: "Ticket 7",
    url: "https://help.example/7",
  });
  await linear.createIssue({ teamId: (await issue.team).id, title: "Part", parentId: issue.id });
  assert.deepEqual(each((await issue.attachments()).nodes, "url"), ["https://help.example/7"]);
  const children = (await issue.children()).nodes;
  assert.deepEqual(each(children, "title"), ["Part"]);
  assert.equal((await children[0].parent).identifier, "ENG-1");
});

test("issues are filtered by state, label, text and link", async () => {
  const found = async (filter) =>
    each((await linear.issues({ filter })).nodes, "identifier").sort();
  assert.deepEqual(await found({ state: { type: { eq: "triage" } } }), ["OPS-1"]);
  assert.deepEqual(await found({ labels: { some: { name: { eq: "Billing" } } } }), [
    "OPS-2",
    "OPS-4",
  ]);
  assert.deepEqual(await found({ title: { containsIgnoreCase: "COURIER" } }), ["OPS-5"]);
  assert.deepEqual(await found({ team: { key: { eq: "ENG" } }, number: { in: [2, 3] } }), [
    "ENG-2",
    "ENG-3",
  ]);
  await linear.createAttachment({ issueId: "ENG-4", title: "T", url: "https://help.example/4" });
  assert.deepEqual(
    await found({ attachments: { some: { url: { eq: "https://help.example/4" } } } }),
    ["ENG-4"],
  );
});

test("updateIssue changes what is given and clears what is null", async () => {
  const before = await linear.issue("ENG-1");
  const done = named((await (await before.team).states()).nodes, "Done");
  const payload = await linear.updateIssue(before.id, {
    stateId: done.id,
    assigneeId: null,
    title: "Paid",
  });
  assert.equal(payload.success, true);
  const issue = await payload.issue;
  assert.deepEqual(
    [issue.title, issue.description, await issue.assignee],
    ["Paid", before.description, undefined],
  );
  assert.equal((await issue.state).type, "completed");
  assert.ok(issue.completedAt >= before.updatedAt && issue.updatedAt > before.updatedAt);
});

test("updateIssue adds and removes labels", async () => {
  const labels = (await linear.issueLabels({ first: 100 })).nodes;
  const [added, removed] = ["Feature", "Bug"].map((name) => named(labels, name).id);
  await linear.updateIssue("ENG-1", { addedLabelIds: [added], removedLabelIds: [removed] });
  const names = each((await (await linear.issue("ENG-1")).labels()).nodes, "name");
  assert.deepEqual(names.sort(), ["Critical", "Feature", "Frontend"]);
});

test("an issue that moves to another team keeps its id and its former identifier", async () => {
  const issue = await linear.issue("ENG-2");
  await linear.updateIssue(issue.id, { teamId: (await teamOf("DES")).id });
  const moved = await linear.issue("ENG-2");
  assert.deepEqual(
    [moved.id, moved.identifier, moved.previousIdentifiers],
    [issue.id, "DES-6", ["ENG-2"]],
  );
});

test("searchIssues finds words, the best match first", async () => {
  const found = await linear.searchIssues("search accents");
  assert.deepEqual(each(found.nodes, "identifier"), ["ENG-6"]);
  assert.equal(found.totalCount, 1);
  assert.equal((await linear.searchIssues("card", { first: 1 })).totalCount, 3);
  assert.equal(
    (await linear.searchIssues("card", { teamId: (await teamOf("OPS")).id })).totalCount,
    2,
  );
});

test("archiveIssue hides an issue and unarchiveIssue brings it back", async () => {
  const { id } = await linear.issue("ENG-2");
  const all = async (more) => each((await linear.issues(more)).nodes, "id");
  const payload = await linear.archiveIssue(id);
  assert.deepEqual([payload.success, (await payload.entity).identifier], [true, "ENG-2"]);
  assert.ok(!(await all()).includes(id));
  assert.ok((await all({ includeArchived: true })).includes(id));
  assert.ok((await linear.issue(id)).archivedAt instanceof Date);
  await linear.unarchiveIssue(id);
  assert.ok((await all()).includes(id));
});

test("deleteIssue moves an issue to the trash", async () => {
  const { id } = await linear.issue("ENG-3");
  assert.equal((await linear.deleteIssue(id)).success, true);
  const issue = await linear.issue(id);
  assert.ok(issue.trashed && issue.archivedAt instanceof Date);
});
