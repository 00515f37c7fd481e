import { inTab } from "./storage.js";

/** What a person has typed, kept in this tab until it is sent. */

/** @param {string} name @returns {any} what was kept, or an empty object */
export function keptDraft(name) {
  return JSON.parse(inTab.getItem(name) ?? "{}");
}

/** @param {string} name @param {object | null} draft null forgets it */
export function keepDraft(name, draft) {
  if (draft) inTab.setItem(name, JSON.stringify(draft));
  else inTab.removeItem(name);
}
