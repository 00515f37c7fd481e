import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import {
  ABSENT,
  appClient,
  clientWith,
  linear,
  refusal,
  scopedClient,
  steer,
  teamOf,
} from "./sandbox.js";

test("InvalidInputLinearError for an unknown id", async () => {
  const error = await refusal(linear.issue(ABSENT), "InvalidInputLinearError");
  assert.equal(error.message, "Entity not found: Issue - Could not find referenced Issue.");
  assert.deepEqual(
    [error.status, error.errors[0].path, error.errors[0].userError],
    [200, ["issue"], true],
  );
});

test("InvalidInputLinearError for an id that is taken", async () => {
  const given = { id: randomUUID(), teamId: (await teamOf("ENG")).id, title: "Once" };
  await linear.createIssue(given);
  const error = await refusal(linear.createIssue(given), "InvalidInputLinearError");
  assert.equal(
    error.message,
    `Conflict on insert of Issue - Entity Issue with id ${given.id} already exists.`,
  );
  assert.equal((await linear.issues({ filter: { title: { eq: "Once" } } })).nodes.length, 1);
});

test("InvalidInputLinearError for an id that is no UUID", async () => {
  const given = { id: "7", teamId: (await teamOf("ENG")).id, title: "New" };
  await refusal(linear.createIssue(given), "InvalidInputLinearError");
});

test("InvalidInputLinearError for a state of another team", async () => {
  const { nodes } = await (await teamOf("DES")).states();
  const error = await refusal(
    linear.updateIssue("ENG-1", { stateId: nodes[0].id }),
    "InvalidInputLinearError",
  );
  assert.match(error.message, /Discrepancy between issue team and state, cycle or project/);
});

test("RatelimitedLinearError when the hour's requests are used up", async () => {
  await steer("settings", { requests_per_hour: 3 });
  for (let request = 0; request < 3; request += 1) await linear.viewer;
  const error = await refusal(linear.viewer, "RatelimitedLinearError");
  assert.ok(error.retryAfter > 0 && error.retryAfter <= 3600);
  assert.deepEqual([error.requestsLimit, error.requestsRemaining], [3, 0]);
});

test("RatelimitedLinearError for the 31st search of a minute", async () => {
  for (let search = 0; search < 30; search += 1) await linear.searchIssues("card", { first: 1 });
  const error = await refusal(linear.searchIssues("card"), "RatelimitedLinearError");
  assert.ok(error.retryAfter > 0 && error.retryAfter <= 60);
  assert.equal((await linear.viewer).name, "Maya Lindqvist");
});

test("AuthenticationLinearError for an unknown key and an unknown token", async () => {
  for (const options of [{ apiKey: "lin_api_wrong" }, { accessToken: "lin_oauth_wrong" }]) {
    const error = await refusal(clientWith(options).viewer, "AuthenticationLinearError");
    assert.deepEqual([error.status, error.errors.length], [401, 1]);
    assert.match(error.message, /^Authentication required, not authenticated/);
  }
});

test("AuthenticationLinearError for a token that has expired", async () => {
  const app = await appClient();
  assert.equal((await app.viewer).app, true);
  await steer("expire_tokens", {});
  await refusal(app.viewer, "AuthenticationLinearError");
});

test("ForbiddenLinearError for what the token's scope lacks", async () => {
  const reader = await scopedClient("read");
  assert.equal((await reader.teams()).nodes.length, 3);
  const given = { teamId: (await teamOf("ENG")).id, title: "New" };
  const error = await refusal(reader.createIssue(given), "ForbiddenLinearError");
  assert.match(error.message, /^Invalid scope: `(write|issues:create)` required/);
});

test("FeatureNotAccessibleLinearError names what the sandbox does not have", async () => {
  const error = await refusal(
    linear.createRoadmap({ name: "Plan" }),
    "FeatureNotAccessibleLinearError",
  );
  assert.match(error.message, /roadmapCreate is not supported by the sandbox/i);
  await refusal(linear.roadmaps(), "FeatureNotAccessibleLinearError");
});

test("UsageLimitExceededLinearError when the plan is full", async () => {
  await steer("settings", { plan_cap: 5 });
  const given = { teamId: (await teamOf("ENG")).id, title: "New" };
  const error = await refusal(linear.createIssue(given), "UsageLimitExceededLinearError");
  assert.equal(error.status, 200);
});

test("GraphqlLinearError for a field that Linear has not", async () => {
  const ask = linear.client.rawRequest("{ viewer { shoeSize } }");
  const error = await refusal(ask, "GraphqlLinearError");
  assert.equal(error.status, 400);
  assert.match(error.message, /Cannot query field .shoeSize. on type .User./);
});
