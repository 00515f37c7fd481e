import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { each, linear } from "./sandbox.js";

const URL = "https://help.example/conversations/7";
const northwind = async () =>
  (await linear.customers({ filter: { name: { eq: "Northwind Traders" } } })).nodes[0];

/** Create a request of Northwind's on ENG-3, and return it. */
async function asked(more) {
  const { id: customerId } = await northwind();
  const payload = await linear.createCustomerNeed({
    issueId: "ENG-3",
    customerId,
    body: "Please",
    ...more,
  });
  assert.equal(payload.success, true);
  return payload.need;
}

test("createCustomerNeed joins customer and issue", async () => {
  const id = randomUUID();
  const need = await asked({ id, priority: 1 });
  assert.deepEqual([need.id, need.body, need.priority], [id, "Please", 1]);
  assert.equal((await need.customer).name, "Northwind Traders");
  assert.equal((await need.issue).identifier, "ENG-3");
  assert.equal((await need.creator).name, "Maya Lindqvist");
  assert.deepEqual(each((await (await need.issue).needs()).nodes, "id"), [id]);
  assert.equal((await northwind()).approximateNeedCount, 3);
});

test("createCustomerNeed takes a customer's external id", async () => {
  const given = { issueId: "ENG-3", customerExternalId: "crm-1044", body: "Me too" };
  const need = await (await linear.createCustomerNeed(given)).need;
  assert.equal((await need.customer).name, "Orbital Freight");
  const wrong = { ...given, customerExternalId: "crm-0" };
  await assert.rejects(linear.createCustomerNeed(wrong), { type: "InvalidInput" });
});

test("createCustomerNeed with an address makes the attachment, too", async () => {
  const need = await asked({ attachmentUrl: URL });
  assert.equal((await need.attachment).url, URL);
  const { nodes } = await linear.attachmentsForURL(URL);
  assert.equal((await nodes[0].issue).identifier, "ENG-3");
});

test("createCustomerNeed refuses two ways to name a customer, and an id that is taken", async () => {
  await assert.rejects(asked({ customerExternalId: "crm-1001" }), { type: "InvalidInput" });
  const { id } = await asked();
  await assert.rejects(asked({ id }), {
    type: "InvalidInput",
    message: /conflict on insert of CustomerNeed/i,
  });
});

test("updateCustomerNeed changes body and priority, and moves to another issue", async () => {
  const { id } = await asked();
  const { id: issueId } = await linear.issue("ENG-2");
  const payload = await linear.updateCustomerNeed(id, { body: "Urgent", priority: 1, issueId });
  assert.deepEqual([payload.success, payload.updatedRelatedNeeds], [true, []]);
  const need = await payload.need;
  assert.deepEqual(
    [need.body, need.priority, (await need.issue).identifier],
    ["Urgent", 1, "ENG-2"],
  );
});

test("customerNeedCreateFromAttachment turns a link into a request", async () => {
  const { attachmentId } = await linear.createAttachment({
    issueId: "ENG-3",
    title: "Ticket",
    url: URL,
  });
  const { need: asking } = await linear.customerNeedCreateFromAttachment({ attachmentId });
  const need = await asking;
  assert.equal((await need.attachment).id, attachmentId);
  assert.equal((await need.issue).identifier, "ENG-3");
});

test("customerNeeds are filtered by customer and issue", async () => {
  const found = async (filter) => (await linear.customerNeeds({ filter })).nodes.length;
  assert.equal(await found({ customer: { name: { eq: "Lumen Clinics" } } }), 2);
  const { id } = await linear.issue("ENG-9");
  assert.equal(await found({ issue: { id: { eq: id } } }), 2);
});

test("deleteCustomerNeed keeps the attachment on demand", async () => {
  for (const [keepAttachment, left] of [
    [true, 1],
    [false, 0],
  ]) {
    const { id } = await asked({ attachmentUrl: URL });
    const payload = await linear.deleteCustomerNeed(id, { keepAttachment });
    assert.deepEqual([payload.success, payload.entityId], [true, id]);
    await assert.rejects(linear.customerNeed({ id }), { type: "InvalidInput" });
    assert.equal((await linear.attachmentsForURL(URL)).nodes.length, left);
  }
});

test("archiveCustomerNeed hides a request and unarchiveCustomerNeed brings it back", async () => {
  const { id } = await asked();
  const listed = async () =>
    each((await linear.customerNeeds({ first: 100 })).nodes, "id").includes(id);
  assert.equal((await linear.archiveCustomerNeed(id)).success, true);
  assert.equal(await listed(), false);
  await linear.unarchiveCustomerNeed(id);
  assert.equal(await listed(), true);
});

test("issues are filtered by how many customers ask", async () => {
  const { nodes } = await linear.issues({ filter: { customerCount: { gte: 2 } } });
  assert.deepEqual(each(nodes, "identifier").sort(), ["ENG-5", "ENG-9"]);
});
