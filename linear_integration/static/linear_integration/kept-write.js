import { keepDraft, keptDraft } from "../conversations/drafts.js";
import { newKey } from "../conversations/new-key.js";

/**
 * What a person is about to write to Linear: what was typed, kept in this tab, and the key of its attempts.
 * Once it is sent, the key is kept, too, until the outcome is known: whoever reloads the page, and sends it
 * again, gets the same issue or comment and not another.
 */
export class KeptWrite {
  #name;
  #key = newKey();
  #isUnconfirmed = false;

  /** @param {string} name of the draft, unlike any other's */
  constructor(name) {
    this.#name = name;
  }

  get key() {
    return this.#key;
  }

  /** Goes on where it was left. @returns {any} what was typed, or an empty object */
  resume() {
    const { key, ...typed } = keptDraft(this.#name);
    this.#key = key ?? this.#key;
    this.#isUnconfirmed = key !== undefined;
    return typed;
  }

  /** @param {object | null} typed null forgets it */
  keep(typed) {
    keepDraft(this.#name, typed && { ...typed, ...(this.#isUnconfirmed ? { key: this.#key } : {}) });
  }

  /** It is sent now. @param {object | null} typed */
  begin(typed) {
    this.#isUnconfirmed = true;
    this.keep(typed);
  }

  /** It is done or refused, and the next is another. @param {object | null} typed */
  end(typed) {
    this.#key = newKey();
    this.#isUnconfirmed = false;
    this.keep(typed);
  }
}
