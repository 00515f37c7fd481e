/** Writes each result as a line of JSON, which is what the tests in Python read. */
export default async function* (events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const reason = data.details.error?.cause ?? data.details.error;
    yield `${JSON.stringify({ name: data.name, failure: reason ? String(reason.stack ?? reason) : null })}\n`;
  }
}
