import { element, uniqueId } from "./elements.js";
import { stateIcon } from "./icons.js";
import "./error-notice.js";

const DEBOUNCE_MILLISECONDS = 250;

/**
 * `<linear-link-search>`: a combobox over Linear's issues. Dispatches `issue-chosen` with the issue,
 * `create-wanted` with a title, and `close`.
 */
export class LinearLinkSearch extends HTMLElement {
  /** @type {import("./api.js").LinearApi} */ #api = /** @type {any} */ (null);
  /** @type {() => Set<string>} */ #linked = () => new Set();
  #listId = uniqueId("results");
  #timer = 0;
  /** @type {AbortController | null} */ #asked = null;
  #active = -1;
  #isHeld = false;
  #input = /** @type {HTMLInputElement} */ (element("input", {
    id: uniqueId("search"), type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.#listId, placeholder: "ENG-123, a link, or words",
  }));
  #list = element("ul", { id: this.#listId, role: "listbox", "aria-label": "Issues", class: "results", hidden: true });
  #status = element("p", { class: "small muted", role: "status" });
  #notice = /** @type {import("./error-notice.js").LinearErrorNotice} */ (element("linear-error-notice", { hidden: true }));

  /** @param {boolean} isHeld whether writes are held back */
  set held(isHeld) {
    this.#isHeld = isHeld;
  }

  connectedCallback() {
    if (this.childElementCount) return;
    const close = () => this.#dispatch("close");
    this.append(element("div", { class: "field" }, element("label", { for: this.#input.id }, "Find an issue to link"), this.#input),
      this.#list, this.#status, this.#notice, element("div", { class: "row" }, element("button", { type: "button", onclick: close }, "Cancel")));
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#keyPressed(event));
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  /** @param {{api: import("./api.js").LinearApi, linked: () => Set<string>}} given `linked`: ids of linked issues */
  prepare({ api, linked }) {
    this.#api = api;
    this.#linked = linked;
  }

  open() {
    this.#input.focus();
    this.#input.select();
  }

  clear() {
    this.#input.value = "";
    this.#typed();
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#notice.clear();
    const words = this.#input.value.trim();
    if (!words) return this.#offer([], "");
    // What is listed was found for other words: Enter must not choose it.
    this.#activate(-1);
    this.#timer = setTimeout(() => void this.#search(words), DEBOUNCE_MILLISECONDS);
  }

  /** @param {string} words */
  async #search(words) {
    const asked = new AbortController();
    this.#asked = asked;
    this.#status.textContent = "Searching…";
    try {
      const issues = await this.#api.get("/search_issue", { q: words }, asked.signal);
      if (!asked.signal.aborted) this.#offer(issues, words);
    } catch (error) {
      if (asked.signal.aborted) return;
      this.#offer([], "");
      this.#notice.show(/** @type {import("./api.js").ApiError} */ (error), () => this.#typed());
    }
  }

  /** @param {import("./api.js").FoundIssue[]} issues @param {string} words */
  #offer(issues, words) {
    const options = issues.map((issue) => this.#optionFor(issue));
    if (words) options.push(this.#option(() => this.#dispatch("create-wanted", words), `Create “${words}”`));
    this.#list.replaceChildren(...options);
    this.#list.hidden = !options.length;
    this.#input.setAttribute("aria-expanded", String(options.length > 0));
    this.#activate(issues.findIndex((issue) => !this.#linked().has(issue.id)));
    this.#status.textContent = words ? { 0: "No issue matches.", 1: "1 issue" }[issues.length] ?? `${issues.length} issues` : "";
  }

  /** @param {import("./api.js").FoundIssue} issue */
  #optionFor(issue) {
    const isLinked = this.#linked().has(issue.id);
    const choose = () => { if (!isLinked && !this.#isHeld) this.#dispatch("issue-chosen", issue); };
    const option = this.#option(choose, stateIcon(issue.state), element("span", { class: "identifier" }, issue.identifier),
      ` ${issue.title} `, element("span", { class: "small muted" }, isLinked ? "already linked" : issue.state.name));
    if (isLinked) option.setAttribute("aria-disabled", "true");
    return option;
  }

  /** @param {() => void} choose @param {...(Node | string)} content */
  #option(choose, ...content) {
    const option = element("li", { id: uniqueId("option"), role: "option", "aria-selected": "false", onclick: choose }, ...content);
    // Keeps the focus in the box, where the keys are listened for.
    option.addEventListener("mousedown", (event) => event.preventDefault());
    return option;
  }

  /** @param {number} index */
  #activate(index) {
    this.#active = index;
    [...this.#list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
    const active = this.#list.children[index];
    active?.scrollIntoView({ block: "nearest" });
    if (active) this.#input.setAttribute("aria-activedescendant", active.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    // Enter that ends the input of a character chooses nothing.
    if (event.isComposing) return;
    const count = this.#list.childElementCount;
    if (event.key === "ArrowDown" && count) this.#activate((this.#active + 1) % count);
    else if (event.key === "ArrowUp" && count) this.#activate((this.#active - 1 + count) % count);
    else if (event.key === "Enter") /** @type {HTMLElement} */ (this.#list.children[this.#active])?.click();
    else if (event.key === "Escape" && count) this.#offer([], "");
    else if (event.key === "Escape") this.#dispatch("close");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} name @param {unknown} [detail] */
  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

customElements.define("linear-link-search", LinearLinkSearch);
