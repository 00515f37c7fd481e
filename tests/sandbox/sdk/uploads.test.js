import assert from "node:assert/strict";
import { test } from "node:test";
import { ACME, GLOBEX, linear } from "./sandbox.js";

const FILE = Buffer.from("\x89PNG not really", "latin1");

/** Ask for an address and put the file there, as Linear's guide does. */
async function upload(options) {
  const { success, uploadFile } = await linear.fileUpload(
    "image/png",
    "a b.png",
    FILE.length,
    options,
  );
  assert.equal(success, true);
  const headers = new Headers({
    "Content-Type": "image/png",
    "Cache-Control": "public, max-age=31536000",
  });
  for (const { key, value } of uploadFile.headers) headers.set(key, value);
  const answer = await fetch(uploadFile.uploadUrl, { method: "PUT", headers, body: FILE });
  assert.equal(answer.status, 200, await answer.text());
  return uploadFile;
}

const read = (url, key) => fetch(url, { headers: key ? { Authorization: key } : {} });

test("fileUpload prepares an address, which takes the file and gives it back", async () => {
  const { assetUrl, filename, size, contentType } = await upload();
  assert.deepEqual([filename, size, contentType], ["a b.png", FILE.length, "image/png"]);
  const answer = await read(assetUrl, ACME);
  assert.equal(answer.headers.get("content-type"), "image/png");
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), FILE);
});

test("an uploaded file is for its workspace, unless it was made public", async () => {
  const { assetUrl } = await upload();
  assert.equal((await read(assetUrl)).status, 401);
  assert.equal((await read(assetUrl, GLOBEX)).status, 404);
  const shared = await upload({ makePublic: true });
  assert.equal((await read(shared.assetUrl)).status, 200);
});

test("a put without a named header is refused", async () => {
  const { uploadFile } = await linear.fileUpload("image/png", "a.png", FILE.length);
  const answer = await fetch(uploadFile.uploadUrl, { method: "PUT", body: FILE });
  assert.equal(answer.status, 403);
});
