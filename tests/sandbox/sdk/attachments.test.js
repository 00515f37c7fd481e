import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { ABSENT, each, linear } from "./sandbox.js";

const URL = "https://help.example/conversations/7";

test("attachmentLinkURL links a plain address", async () => {
  const payload = await linear.attachmentLinkURL("ENG-1", URL, { title: "Conversation 7" });
  assert.equal(payload.success, true);
  const attachment = await payload.attachment;
  assert.deepEqual([attachment.title, attachment.url], ["Conversation 7", URL]);
  assert.equal((await attachment.issue).identifier, "ENG-1");
  assert.equal((await attachment.creator).name, "Maya Lindqvist");
});

test("attachmentLinkURL refuses an address twice", async () => {
  await linear.attachmentLinkURL("ENG-1", URL);
  await assert.rejects(linear.attachmentLinkURL("ENG-1", URL), {
    type: "InvalidInput",
    message: /same URL already exists/,
  });
});

test("createAttachment keeps subtitle and nested metadata", async () => {
  const id = randomUUID();
  const metadata = { status: "open", messages: [{ subject: "Grüße", body: "…" }] };
  const { success } = await linear.createAttachment({
    id,
    issueId: "ENG-1",
    title: "T",
    subtitle: "Open",
    url: URL,
    metadata,
  });
  assert.equal(success, true);
  const attachment = await linear.attachment(id);
  assert.deepEqual(
    [attachment.id, attachment.subtitle, attachment.groupBySource],
    [id, "Open", false],
  );
  assert.deepEqual(attachment.metadata, metadata);
});

test("createAttachment again with the same address replaces the content and keeps the id", async () => {
  const first = await (
    await linear.createAttachment({ issueId: "ENG-1", title: "Old", url: URL })
  ).attachment;
  const given = {
    id: randomUUID(),
    issueId: "ENG-1",
    title: "New",
    url: URL,
    metadata: { status: "solved" },
  };
  const second = await (await linear.createAttachment(given)).attachment;
  assert.deepEqual(
    [second.id, second.title, second.metadata],
    [first.id, "New", { status: "solved" }],
  );
  assert.equal((await linear.attachmentsForURL(URL)).nodes.length, 1);
});

test("updateAttachment changes the card", async () => {
  const { attachmentId } = await linear.createAttachment({
    issueId: "ENG-1",
    title: "T",
    url: URL,
  });
  await linear.updateAttachment(attachmentId, { title: "T2", subtitle: "Closed" });
  const attachment = await linear.attachment(attachmentId);
  assert.deepEqual([attachment.title, attachment.subtitle, attachment.url], ["T2", "Closed", URL]);
});

test("attachmentsForURL finds every issue that an address is linked to", async () => {
  for (const issueId of ["ENG-1", "OPS-2"])
    await linear.createAttachment({ issueId, title: "T", url: URL });
  await linear.createAttachment({ issueId: "ENG-3", title: "T", url: `${URL}1` });
  const { nodes } = await linear.attachmentsForURL(URL);
  const issues = await Promise.all(nodes.map((attachment) => attachment.issue));
  assert.deepEqual(each(issues, "identifier").sort(), ["ENG-1", "OPS-2"]);
});

test("deleteAttachment removes it", async () => {
  const { attachmentId } = await linear.createAttachment({
    issueId: "ENG-1",
    title: "T",
    url: URL,
  });
  const payload = await linear.deleteAttachment(attachmentId);
  assert.deepEqual([payload.success, payload.entityId], [true, attachmentId]);
  assert.deepEqual((await linear.attachmentsForURL(URL)).nodes, []);
  await assert.rejects(linear.attachment(attachmentId), { type: "InvalidInput" });
});

test("an attachment for an absent issue is refused", async () => {
  const given = { issueId: ABSENT, title: "T", url: URL };
  await assert.rejects(linear.createAttachment(given), {
    type: "InvalidInput",
    message: /Could not find referenced Issue/,
  });
});
