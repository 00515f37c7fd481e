import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { each, linear, named } from "./sandbox.js";

const find = async (name) => (await linear.customers({ filter: { name: { eq: name } } })).nodes[0];
const GIVEN = {
  name: "Île Verte",
  domains: ["ileverte.example"],
  externalIds: ["crm-9"],
  revenue: 1200,
  size: 7,
};

test("customers lists them with domains, tier, status and owner", async () => {
  const customer = await find("Northwind Traders");
  assert.deepEqual(customer.domains, ["northwind.example", "northwind-traders.example"]);
  assert.deepEqual(
    [customer.externalIds, customer.revenue, customer.size],
    [["crm-1001"], 480_000, 1200],
  );
  assert.equal((await customer.tier).displayName, "Enterprise");
  assert.equal((await customer.status).displayName, "Active");
  assert.equal((await customer.owner).name, "Lena Fischer");
  assert.equal(customer.approximateNeedCount, 2);
  assert.equal(customer.needs.length, 2);
});

test("customers are found by external id and by domain", async () => {
  const found = async (filter) => each((await linear.customers({ filter })).nodes, "name");
  assert.deepEqual(await found({ externalIds: { some: { eq: "crm-1044" } } }), ["Orbital Freight"]);
  assert.deepEqual(await found({ domains: { some: { eq: "castello.example" } } }), [
    "Castello Foods",
  ]);
  assert.deepEqual(await found({ tier: { displayName: { eq: "Free" } } }), ["Petit Atelier"]);
});

test("customer is found by id and by slug", async () => {
  const { id, slugId } = await find("Blue Harbour");
  assert.equal((await linear.customer(id)).name, "Blue Harbour");
  assert.equal((await linear.customer(slugId)).id, id);
});

test("createCustomer keeps what is given, with the first status", async () => {
  const id = randomUUID();
  const payload = await linear.createCustomer({ ...GIVEN, id });
  assert.equal(payload.success, true);
  const customer = await payload.customer;
  const { name, domains, externalIds, revenue, size } = customer;
  assert.deepEqual({ name, domains, externalIds, revenue, size }, GIVEN);
  assert.deepEqual(
    [customer.id, (await customer.status).name, await customer.tier],
    [id, "active", undefined],
  );
});

test("createCustomer refuses a domain or an external id that another has", async () => {
  for (const taken of [{ domains: ["castello.example"] }, { externalIds: ["crm-1001"] }]) {
    await assert.rejects(linear.createCustomer({ name: "Other", ...taken }), {
      type: "InvalidInput",
    });
  }
});

test("updateCustomer replaces domains and adds external ids", async () => {
  const { customerId: id } = await linear.createCustomer(GIVEN);
  await linear.updateCustomer(id, {
    domains: ["verte.example"],
    externalIds: ["crm-10"],
    revenue: 5,
  });
  const customer = await linear.customer(id);
  assert.deepEqual(customer.domains, ["verte.example"]);
  assert.deepEqual([...customer.externalIds].sort(), ["crm-10", "crm-9"]);
  assert.deepEqual([customer.revenue, customer.size], [5, 7]);
});

test("customerUpsert finds by external id, else creates", async () => {
  const { id } = await find("Northwind Traders");
  const found = await linear.customerUpsert({ externalId: "crm-1001", size: 1300 });
  assert.deepEqual([found.customerId, (await found.customer).size], [id, 1300]);
  const made = await linear.customerUpsert({ externalId: "crm-77", name: "New", tierName: "Gold" });
  const customer = await made.customer;
  assert.deepEqual([customer.name, customer.externalIds], ["New", ["crm-77"]]);
  assert.equal((await customer.tier).displayName, "Gold");
  assert.equal((await linear.customerUpsert({ externalId: "crm-77" })).customerId, customer.id);
});

test("deleteCustomer removes it", async () => {
  const { id } = await find("Petit Atelier");
  const payload = await linear.deleteCustomer(id);
  assert.deepEqual([payload.success, payload.entityId], [true, id]);
  await assert.rejects(linear.customer(id), { type: "InvalidInput" });
});

test("customerTiers and customerStatuses have names to show and an order", async () => {
  const inOrder = (nodes) =>
    each(
      nodes.sort((a, b) => a.position - b.position),
      "displayName",
    );
  assert.deepEqual(inOrder((await linear.customerTiers()).nodes), ["Free", "Pro", "Enterprise"]);
  assert.deepEqual(inOrder((await linear.customerStatuses()).nodes), [
    "Active",
    "Prospect",
    "Churned",
  ]);
});

test("createCustomerTier adds a tier", async () => {
  const payload = await linear.createCustomerTier({
    name: "gold",
    displayName: "Gold",
    color: "#ffd700",
  });
  assert.equal(payload.success, true);
  const tier = named((await linear.customerTiers()).nodes, "gold");
  assert.deepEqual([tier.displayName, tier.color], ["Gold", "#ffd700"]);
});
