import { gettext, interpolate, ngettext } from "../conversations/i18n.js";
import { saysDown } from "./availability.js";
import { element, uniqueId, webAddress } from "./elements.js";
import { foundIssue } from "./found-issue.js";
import { OptionList, option } from "./option-list.js";
import { outline } from "./sidebar-states.js";
import "./error-notice.js";

/** @typedef {import("./api.js").FoundIssue} FoundIssue */

const DEBOUNCE_MILLISECONDS = 200;
const LONGEST_SEARCH = 500;

/**
 * `<linear-link-search>`: a combobox over Linear's issues; while it is empty, over those that were
 * linked last. Dispatches `issue-chosen` with the issue, `create-wanted` with a title, and `close`.
 */
export class LinearLinkSearch extends HTMLElement {
  /** @type {import("./api.js").LinearApi} */ #api = /** @type {any} */ (null);
  /** @type {Map<string, string>} names by id */ #workspaces = new Map();
  /** @type {() => Set<string>} */ #linked = () => new Set();
  #timer = 0;
  /** @type {AbortController | null} */ #asked = null;
  #isHeld = false;
  #input = /** @type {HTMLInputElement} */ (element("input", {
    id: uniqueId("search"), type: "text", maxlength: LONGEST_SEARCH, placeholder: gettext("ENG-123, a link, or words"),
  }));
  #options = new OptionList(this.#input, gettext("Issues"));
  #status = element("p", { class: "small muted", role: "status" });
  #waiting = element("div", { hidden: true }, outline());
  #nothing = element("p", { class: "empty-note small", hidden: true });
  #notice = /** @type {import("./error-notice.js").LinearErrorNotice} */ (element("linear-error-notice", { hidden: true }));

  /** @param {boolean} isHeld whether writes are held back */
  set held(isHeld) {
    this.#isHeld = isHeld;
  }

  connectedCallback() {
    if (this.childElementCount) return;
    const close = () => this.#dispatch("close");
    this.append(element("div", { class: "field" }, element("label", { for: this.#input.id }, gettext("Find an issue to link")), this.#input),
      this.#status, this.#waiting, this.#options.list, this.#nothing, this.#notice,
      element("div", { class: "row" }, element("button", { type: "button", onclick: close }, gettext("Cancel"))));
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#keyPressed(event));
  }

  disconnectedCallback() {
    this.#forget();
  }

  /**
   * @param {{api: import("./api.js").LinearApi, workspaces: import("./api.js").Workspace[],
   *   linked: () => Set<string>}} given `linked`: ids of linked issues
   */
  prepare({ api, workspaces, linked }) {
    this.#api = api;
    this.#workspaces = new Map(workspaces.length > 1 ? workspaces.map(({ id, name }) => [id, name]) : []);
    this.#linked = linked;
  }

  open() {
    this.#input.focus();
    this.#input.select();
    // What is linked already may have changed since it was open.
    this.#typed();
  }

  clear() {
    this.#forget();
    this.#input.value = "";
    this.#options.show([]);
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  #typed() {
    this.#forget();
    this.#notice.clear();
    this.#nothing.hidden = true;
    const words = this.#input.value.trim();
    if (!words) return void this.#ask("/recent_issues", {}, (issues) => this.#offerRecent(issues));
    // What is listed was found for other words: Enter must not choose it.
    this.#options.activate(-1);
    const search = () => void this.#ask("/search_issue", { q: words }, (issues) => this.#offerFound(issues, words));
    this.#timer = setTimeout(search, DEBOUNCE_MILLISECONDS);
  }

  /** @param {string} path @param {Record<string, string>} parameters @param {(issues: FoundIssue[]) => void} offer */
  async #ask(path, parameters, offer) {
    const asked = new AbortController();
    this.#asked = asked;
    this.#status.textContent = gettext("Searching…");
    this.#waiting.hidden = !this.#options.list.hidden;
    try {
      const issues = await this.#api.get(path, parameters, asked.signal);
      if (!asked.signal.aborted) offer(issues);
    } catch (error) {
      if (!asked.signal.aborted) this.#failed(/** @type {import("./api.js").ApiError} */ (error));
    } finally {
      if (!asked.signal.aborted) this.#waiting.hidden = true;
    }
  }

  /** @param {import("./api.js").ApiError} error */
  #failed(error) {
    this.#status.textContent = "";
    this.#options.show([]);
    if (saysDown(error)) error.message = gettext("Linear does not answer. Issues can be found when it is back.");
    this.#notice.show(error, () => this.#typed());
  }

  /** @param {FoundIssue[]} issues */
  #offerRecent(issues) {
    // Nothing is chosen for whoever presses Enter in an empty box.
    this.#options.show(issues.map((issue) => this.#optionFor(issue)));
    this.#status.textContent = issues.length ? gettext("Linked last") : "";
    this.#say(issues.length ? "" : gettext("Type an identifier or words, or paste an issue's link. Issues that were linked last will stand here."));
  }

  /** @param {FoundIssue[]} issues @param {string} words */
  #offerFound(issues, words) {
    const options = issues.map((issue) => this.#optionFor(issue));
    const isAddress = webAddress(words) !== null;
    if (!isAddress) options.push(this.#optionToCreate(words));
    this.#options.show(options, issues.findIndex(({ id }) => !this.#linked().has(id)));
    const { length } = issues;
    this.#status.textContent = length ? interpolate(ngettext("%(count)s issue", "%(count)s issues", length), { count: length }) : gettext("No issue matches.");
    this.#say(!length && isAddress ? gettext("At this address the connected workspace has no issue that it shows us.") : "");
  }

  /** @param {FoundIssue} issue */
  #optionFor(issue) {
    const isLinked = this.#linked().has(issue.id);
    const choose = () => isLinked ? this.#refuse(gettext("%(identifier)s is linked already."), issue) : this.#choose(issue);
    const item = option(choose, ...foundIssue(issue, { isLinked, workspace: this.#workspaces.get(issue.workspace_id) }));
    if (isLinked) item.setAttribute("aria-disabled", "true");
    return item;
  }

  /** @param {string} title */
  #optionToCreate(title) {
    const text = interpolate(gettext("Create “%(title)s”"), { title });
    return option(() => this.#dispatch("create-wanted", title), element("span", { class: "create-option", dir: "auto" }, text));
  }

  /** @param {FoundIssue} issue */
  #choose(issue) {
    if (this.#isHeld) this.#refuse(gettext("%(identifier)s can be linked when Linear answers again."), issue);
    else this.#dispatch("issue-chosen", issue);
  }

  /** @param {string} text @param {FoundIssue} issue */
  #refuse(text, { identifier }) {
    this.#status.textContent = interpolate(text, { identifier });
  }

  /** @param {string} text what stands where there are no issues */
  #say(text) {
    this.#nothing.textContent = text;
    this.#nothing.hidden = !text;
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    // Enter that ends the input of a character chooses nothing.
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Escape") this.#escape();
    else if (!this.#options.take(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #escape() {
    if (!this.#input.value) return this.#dispatch("close");
    this.#input.value = "";
    this.#typed();
  }

  /** @param {string} name @param {unknown} [detail] */
  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

customElements.define("linear-link-search", LinearLinkSearch);
