import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { ABSENT, appClient, each, linear } from "./sandbox.js";

test("createComment keeps the Markdown and who wrote it", async () => {
  const id = randomUUID();
  const payload = await linear.createComment({
    id,
    issueId: "ENG-1",
    body: "**Seen** again – “today” 🙃",
  });
  assert.equal(payload.success, true);
  const comment = await payload.comment;
  assert.deepEqual([comment.id, comment.body], [id, "**Seen** again – “today” 🙃"]);
  assert.equal((await comment.user).name, "Maya Lindqvist");
  assert.equal((await comment.issue).identifier, "ENG-1");
  assert.match(comment.url, /ENG-1/);
});

test("createComment by an app can name who it is for", async () => {
  const app = await appClient();
  const given = {
    issueId: "ENG-1",
    body: "From the customer",
    createAsUser: "Dana",
    displayIconUrl: "https://a.example/d.png",
  };
  const comment = await (await app.createComment(given)).comment;
  assert.deepEqual(
    [comment.botActor.userDisplayName, comment.botActor.avatarUrl],
    ["Dana", "https://a.example/d.png"],
  );
});

test("a reply belongs to its parent", async () => {
  const { commentId: parentId } = await linear.createComment({ issueId: "ENG-1", body: "First" });
  const reply = await (
    await linear.createComment({ issueId: "ENG-1", parentId, body: "Second" })
  ).comment;
  assert.equal((await reply.parent).body, "First");
  const filter = { parent: { id: { eq: parentId } } };
  assert.deepEqual(each((await linear.comments({ filter })).nodes, "body"), ["Second"]);
});

test("comments and issue.comments list them", async () => {
  for (const body of ["One", "Two"]) await linear.createComment({ issueId: "ENG-3", body });
  const issue = await linear.issue("ENG-3");
  assert.deepEqual(each((await issue.comments()).nodes, "body").sort(), ["One", "Two"]);
  const filter = { issue: { id: { eq: issue.id } } };
  assert.deepEqual(each((await linear.comments({ filter })).nodes, "body").sort(), ["One", "Two"]);
});

test("updateComment changes the body and deleteComment removes it", async () => {
  const { commentId: id } = await linear.createComment({ issueId: "ENG-1", body: "Old" });
  await linear.updateComment(id, { body: "New" });
  assert.equal((await linear.comment({ id })).body, "New");
  const payload = await linear.deleteComment(id);
  assert.deepEqual([payload.success, payload.entityId], [true, id]);
  await assert.rejects(linear.comment({ id }), { type: "InvalidInput" });
});

test("a comment on an absent issue, and an id that is taken, are refused", async () => {
  await assert.rejects(linear.createComment({ issueId: ABSENT, body: "B" }), {
    type: "InvalidInput",
  });
  const given = { id: randomUUID(), issueId: "ENG-1", body: "Once" };
  await linear.createComment(given);
  await assert.rejects(linear.createComment(given), {
    type: "InvalidInput",
    message: /conflict on insert of Comment/i,
  });
});
