/** What a person has typed to a conversation, kept in this tab until it is sent. */

/**
 * `key` is the form's: sent again after a lost answer, the message is recognized by it.
 *
 * @typedef {{content?: string, kind?: string, key?: string}} Draft
 */

/** @param {string} name @returns {Draft} what was kept, or nothing */
export function keptDraft(name) {
  return JSON.parse(sessionStorage.getItem(name) ?? "{}");
}

/** @param {string} name @param {Draft | null} draft null forgets it */
export function keepDraft(name, draft) {
  if (draft) sessionStorage.setItem(name, JSON.stringify(draft));
  else sessionStorage.removeItem(name);
}

/** @returns {string} 32 hexadecimal digits; crypto.randomUUID is only there under https */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
