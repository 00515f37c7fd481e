import { gettext, ngettext } from "../conversations/i18n.js";
import { ApiError } from "./api.js";
import { element } from "./elements.js";
import { foundIssue } from "./found-issue.js";
import { areSimilar } from "./words.js";

/** @typedef {import("./api.js").FoundIssue} FoundIssue */

const DEBOUNCE_MILLISECONDS = 600;
const SHORTEST_TITLE = 8;
const LONGEST_SEARCH = 500;
const MOST = 3;
const PATIENCE_SECONDS = 30;

/**
 * `<linear-similar-issues>`: issues whose titles are like the one that is being typed, each to be linked
 * instead: then it dispatches `issue-chosen`. It helps if it can, and says nothing if it can't.
 */
export class LinearSimilarIssues extends HTMLElement {
  /** @type {import("./api.js").LinearApi} */ #api = /** @type {any} */ (null);
  /** @type {() => Set<string>} */ #linked = () => new Set();
  /** @type {FoundIssue[]} */ #found = [];
  #title;
  #timer = 0;
  /** @type {AbortController | null} */ #asked = null;
  #searched = "";
  #quietUntil = 0;
  #status = element("p", { class: "small muted", role: "status" });
  #list = element("ul", { class: "similar", hidden: true, "aria-label": gettext("Similar issues") });

  /** @param {HTMLInputElement} title */
  constructor(title) {
    super();
    this.#title = title;
    title.addEventListener("input", () => this.#typed());
  }

  connectedCallback() {
    if (!this.childElementCount) this.append(this.#status, this.#list);
  }

  disconnectedCallback() {
    this.#forget();
  }

  /** @param {{api: import("./api.js").LinearApi, linked: () => Set<string>}} given `linked`: ids of linked issues */
  prepare({ api, linked }) {
    this.#api = api;
    this.#linked = linked;
  }

  /** Looks for issues like the title as it stands; those that were found for it are shown anew. */
  look() {
    this.#forget();
    const title = this.#title.value.trim().slice(0, LONGEST_SEARCH);
    if (title === this.#searched) return this.#show(this.#found);
    if (title.length < SHORTEST_TITLE) return this.#clear();
    if (!this.#isQuiet) void this.#search(title);
  }

  #typed() {
    this.#forget();
    this.#timer = setTimeout(() => this.look(), DEBOUNCE_MILLISECONDS);
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  get #isQuiet() {
    const { isDown, isLimited } = this.#api.availability;
    return isDown || isLimited || Date.now() < this.#quietUntil;
  }

  /** @param {string} title */
  async #search(title) {
    const asked = new AbortController();
    this.#asked = asked;
    try {
      const issues = await this.#api.get("/search_issue", { q: title }, asked.signal);
      if (asked.signal.aborted) return;
      this.#searched = title;
      this.#show(issues.filter((/** @type {FoundIssue} */ issue) => areSimilar(title, issue.title)).slice(0, MOST));
    } catch (error) {
      if (asked.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      // Nobody has asked for this search: that it failed is nobody's trouble.
      this.#quietUntil = Date.now() + PATIENCE_SECONDS * 1000;
      this.#clear();
    }
  }

  #clear() {
    this.#searched = "";
    this.#show([]);
  }

  /** @param {FoundIssue[]} issues */
  #show(issues) {
    this.#found = issues;
    this.#list.hidden = !issues.length;
    this.#list.replaceChildren(...issues.map((issue) => this.#row(issue)));
    this.#status.textContent = issues.length ? ngettext("There is an issue like this:", "There are issues like this:", issues.length) : "";
  }

  /** @param {FoundIssue} issue */
  #row(issue) {
    const isLinked = this.#linked().has(issue.id);
    const choose = () => this.dispatchEvent(new CustomEvent("issue-chosen", { bubbles: true, detail: issue }));
    const button = element("button", { type: "button", class: "quiet small", onclick: choose },
      gettext("Link instead"), element("span", { class: "visually-hidden" }, ` ${issue.identifier}`));
    return element("li", {}, ...foundIssue(issue, { isLinked, isOpened: true }), !isLinked && button);
  }
}

customElements.define("linear-similar-issues", LinearSimilarIssues);
