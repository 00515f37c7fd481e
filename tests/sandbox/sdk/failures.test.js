import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { ABSENT, appClient, linear, refusal, steer, teamOf } from "./sandbox.js";

const fault = (action, more) => steer("faults", { action, ...more });

test("RatelimitedLinearError says when to come back and what is left", async () => {
  await fault("rate_limited", { retry_after: 17 });
  const error = await refusal(linear.viewer, "RatelimitedLinearError");
  assert.deepEqual([error.status, error.retryAfter], [400, 17]);
  assert.deepEqual([error.requestsLimit, error.requestsRemaining], [2500, 0]);
  assert.ok(error.requestsResetAt > Date.now());
  assert.equal(error.complexityLimit, 3_000_000);
});

test("InternalLinearError for Linear's own failure", async () => {
  await fault("internal_error");
  assert.equal((await refusal(linear.viewer, "InternalLinearError")).status, 200);
  await fault("http_error", { status: 500 });
  assert.equal((await refusal(linear.viewer, "InternalLinearError")).status, 500);
});

test("NetworkLinearError for a page of HTML with status 502", async () => {
  await fault("http_error", { status: 502 });
  const error = await refusal(linear.viewer, "NetworkLinearError");
  assert.equal(error.status, 502);
  assert.match(error.message, /<html/i);
});

test("UnknownLinearError for a lost, cut off or unreadable answer", async () => {
  for (const action of ["drop_before_commit", "commit_then_drop", "half_body", "malformed_json"]) {
    await fault(action);
    assert.equal((await refusal(linear.viewer, "UnknownLinearError")).status, undefined);
  }
});

test("a good answer under another content type is an error to the client", async () => {
  await fault("wrong_content_type");
  assert.equal((await refusal(linear.viewer, "UnknownLinearError")).status, 200);
});

test("what was done is done although its answer was lost", async () => {
  const given = { id: randomUUID(), teamId: (await teamOf("ENG")).id, title: "New" };
  await fault("commit_then_drop", { match: { field: "issueCreate" } });
  await refusal(linear.createIssue(given), "UnknownLinearError");
  assert.equal((await linear.issue(given.id)).identifier, "ENG-15");
});

test("a failure in the second of two mutations loses the first one's answer, not its work", async () => {
  const { id: teamId } = await teamOf("ENG");
  const id = randomUUID();
  const document = `mutation Two($input: IssueCreateInput!) {
    issueCreate(input: $input) { success }
    attachmentCreate(input: { issueId: "${ABSENT}", title: "T", url: "https://help.example/1" }) { success }
  }`;
  const call = linear.client.rawRequest(document, { input: { id, teamId, title: "First" } });
  const error = await refusal(call, "InvalidInputLinearError");
  assert.deepEqual([error.data, error.errors[0].path], [null, ["attachmentCreate"]]);
  assert.equal((await linear.issue(id)).title, "First");
});

test("each HTTP status without an error of Linear's has a class of its own", async () => {
  for (const [status, kind] of [
    [403, "ForbiddenLinearError"],
    [404, "AuthenticationLinearError"],
    [429, "RatelimitedLinearError"],
    [500, "InternalLinearError"],
    [503, "NetworkLinearError"],
  ]) {
    await fault("http_error", { status });
    assert.equal((await refusal(linear.viewer, kind)).status, status);
  }
});

test("LockTimeoutLinearError and UsageLimitExceededLinearError on request", async () => {
  await fault("lock_timeout");
  await refusal(linear.viewer, "LockTimeoutLinearError");
  await fault("usage_limit");
  await refusal(linear.viewer, "UsageLimitExceededLinearError");
});

test("an answer with half of the data is an error that keeps that half", async () => {
  await fault("partial_data");
  const call = linear.client.rawRequest("{ viewer { name } rateLimitStatus { kind } }");
  const error = await refusal(call, "InternalLinearError");
  assert.equal(error.data.viewer.name, "Maya Lindqvist");
  assert.deepEqual([error.data.rateLimitStatus, error.errors[0].path], [null, ["rateLimitStatus"]]);
});

test("an answer without data is an error, although its status is 200", async () => {
  await fault("data_null");
  assert.equal((await refusal(linear.viewer, "UnknownLinearError")).status, 200);
});

test("an app whose grant is revoked is no longer authenticated", async () => {
  const app = await appClient();
  await fault("revoke_token");
  await refusal(app.viewer, "AuthenticationLinearError");
  await refusal(app.viewer, "AuthenticationLinearError");
});

test("the last request of the hour is answered, and the next is refused", async () => {
  await fault("low_bucket");
  assert.equal((await linear.viewer).name, "Maya Lindqvist");
  assert.equal((await refusal(linear.viewer, "RatelimitedLinearError")).requestsRemaining, 0);
});
