import { inTab } from "./storage.js";

/** What a person has typed and chosen in the create form, kept in this tab until the issue is created. */

/**
 * @typedef {{subject: string, quote: string, contact: string, number: string, url: string}} Source
 */

/**
 * The form's first content: the subject, and the customer's last words as a Markdown quote.
 *
 * @param {Source} source
 */
export function draftFor({ subject, quote, contact, number, url }) {
  const quoted = quote.trim() ? `${quoteOf(quote)}\n\n` : "";
  return { title: subject, description: `${quoted}${plain(contact)} in [conversation #${number}](${url})` };
}

/** @param {string} text @returns {string} the text as a Markdown quote */
export function quoteOf(text) {
  return text.trim().split(/\r?\n/).map((line) => `> ${line}`).join("\n");
}

/** @param {string} name @returns {string} the name, whose marks mean nothing in Markdown */
export function plain(name) {
  return name.replace(/([\\`*_[\]<>])/g, "\\$1");
}

/**
 * The fields' values; `key` is the one of a write of which nobody knows yet whether it was carried out.
 *
 * @typedef {import("./form-fields.js").Values & {key?: string}} Draft
 */

/** @param {string} key @returns {Draft} what was kept, or nothing */
export function keptDraft(key) {
  return JSON.parse(inTab.getItem(key) ?? "{}");
}

/** @param {string} key @param {Draft | null} draft null forgets it */
export function keepDraft(key, draft) {
  if (draft) inTab.setItem(key, JSON.stringify(draft));
  else inTab.removeItem(key);
}
