import assert from "node:assert/strict";
import { test } from "node:test";
import { each, linear, named, refusal, teamOf } from "./sandbox.js";

const duplicate = (issueId, relatedIssueId) =>
  linear.createIssueRelation({ issueId, relatedIssueId, type: "duplicate" });

test("createIssueRelation makes a duplicate, and both issues know the other", async () => {
  const payload = await duplicate("ENG-2", "OPS-1");
  assert.equal(payload.success, true);
  const relation = await payload.issueRelation;
  assert.equal(relation.type, "duplicate");
  const [issue, related] = [await relation.issue, await relation.relatedIssue];
  assert.deepEqual([issue.identifier, related.identifier], ["ENG-2", "OPS-1"]);
  assert.equal((await issue.state).type, "duplicate");
  assert.ok(issue.canceledAt instanceof Date);
  const { nodes } = await issue.relations();
  assert.equal((await nodes[0].relatedIssue).id, related.id);
  assert.deepEqual(each((await related.inverseRelations()).nodes, "id"), [relation.id]);
  assert.deepEqual(each((await linear.issueRelations()).nodes, "id"), [relation.id]);
});

test("deleteIssueRelation forgets it", async () => {
  const { issueRelationId } = await duplicate("ENG-2", "OPS-1");
  const payload = await linear.deleteIssueRelation(issueRelationId);
  assert.deepEqual([payload.success, payload.entityId], [true, issueRelationId]);
  assert.deepEqual((await (await linear.issue("ENG-2")).relations()).nodes, []);
});

test("an issue that is its own duplicate is an InvalidInputLinearError", async () => {
  const error = await refusal(duplicate("ENG-2", "ENG-2"), "InvalidInputLinearError");
  assert.match(error.message, /related to itself/);
});

test("createIssueLabel and updateIssueLabel make and rename a label", async () => {
  const team = await teamOf("ENG");
  const { issueLabelId } = await linear.createIssueLabel({ name: "Payments", teamId: team.id });
  await linear.updateIssueLabel(issueLabelId, { name: "Till", description: "Money" });
  const label = named((await linear.issueLabels({ first: 100 })).nodes, "Till");
  assert.deepEqual([label.id, label.description], [issueLabelId, "Money"]);
  assert.equal((await label.team).key, "ENG");
});

test("updateProject renames a project and changes its status", async () => {
  const project = named((await linear.projects()).nodes, "Checkout revamp");
  const statuses = (await linear.projectStatuses()).nodes;
  const statusId = named(statuses, "Completed").id;
  const payload = await linear.updateProject(project.id, { name: "Till", statusId });
  const changed = await payload.project;
  assert.deepEqual([changed.id, changed.name], [project.id, "Till"]);
  assert.equal((await changed.status).type, "completed");
});
