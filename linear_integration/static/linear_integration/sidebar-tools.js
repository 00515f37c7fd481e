import { gettext } from "../conversations/i18n.js";
import { ApiError } from "./api.js";
import { element } from "./elements.js";

/** @typedef {"create" | "link"} Tool */

/**
 * The sidebar's buttons, and the form or the search that they open. These two are not needed for the
 * first picture: they are loaded after it, or when they are wanted; the form below a card, only then.
 */
export class SidebarTools {
  #create = button(gettext("Create issue"), () => this.#toggle("create"));
  #link = button(gettext("Link issue"), () => this.#toggle("link"));
  help = element("button", { type: "button", class: "quiet keys-button", title: gettext("Keyboard shortcuts") },
    element("span", { "aria-hidden": "true" }, "?"), element("span", { class: "visually-hidden" }, gettext("Keyboard shortcuts")));
  row = element("div", { class: "row tools", hidden: true }, this.#create, this.#link, this.help);
  place = element("div", {});
  #fail;
  /** @type {Tool | null} */ #opened = null;
  // What is typed meanwhile is meant for the tool, and is no key of the sidebar's.
  isOpening = false;
  /** @type {Promise<void> | null} */ #loading = null;
  /** @type {import("./create-form.js").LinearCreateForm | null} */ #form = null;
  /** @type {import("./link-search.js").LinearLinkSearch | null} */ #search = null;
  /** @type {any} */ #given = null;
  #isHeld = false;

  /** @param {(error: ApiError, again: () => void) => void} fail tells that a tool can't be opened */
  constructor(fail) {
    this.#fail = fail;
  }

  /** What the tools work with. @param {any} given */
  prepare(given) {
    this.#given = given;
    this.#form?.prepare(given);
    this.#search?.prepare(given);
  }

  /** @param {boolean} isHeld whether writes are held back */
  set held(isHeld) {
    this.#isHeld = isHeld;
    if (this.#form) this.#form.held = isHeld;
    if (this.#search) this.#search.held = isHeld;
  }

  /** Loads the tools once; a failure is told by whoever opens one. @returns {Promise<void>} */
  load() {
    this.#loading ??= this.#build().catch((error) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  /** @param {Tool | null} which null closes what is open @param {string} [title] of the new issue */
  async open(which, title) {
    const before = this.#opened;
    this.#opened = which;
    this.#create.setAttribute("aria-expanded", String(which === "create"));
    this.#link.setAttribute("aria-expanded", String(which === "link"));
    this.isOpening = which !== null;
    if (which) await this.load().catch(() => this.#notLoaded(() => void this.open(which, title)));
    this.isOpening = false;
    // Another may have been opened, or this one closed, while it was loaded.
    if (this.#opened !== which || !this.#form || !this.#search) return;
    this.#form.hidden = which !== "create";
    this.#search.hidden = which !== "link";
    if (which === "create") await this.#form.open(title);
    else if (which === "link") this.#search.open();
    else if (before) (before === "create" ? this.#create : this.#link).focus();
  }

  /** Opens the comment on a card's issue, or closes it. @param {import("./issue-card.js").LinearIssueCard} card */
  async comment(card) {
    this.isOpening = true;
    const form = await import("./comment-form.js").catch(() => this.#notLoaded(() => void this.comment(card)));
    this.isOpening = false;
    form?.toggleComment(card, this.#given);
  }

  /** Closes the search, in which the issue to link has been found. */
  linked() {
    void this.open(null);
    this.#search?.clear();
  }

  /** @param {Tool} which */
  #toggle(which) {
    void this.open(this.#opened === which ? null : which);
  }

  async #build() {
    await Promise.all([import("./create-form.js"), import("./link-search.js")]);
    this.#form = /** @type {import("./create-form.js").LinearCreateForm} */ (element("linear-create-form", { hidden: true }));
    this.#search = /** @type {import("./link-search.js").LinearLinkSearch} */ (element("linear-link-search", { hidden: true }));
    this.place.append(this.#form, this.#search);
    this.prepare(this.#given);
    this.held = this.#isHeld;
  }

  /** @param {() => void} again */
  #notLoaded(again) {
    void this.open(null);
    this.#fail(new ApiError(0, { code: "connection_lost", message: gettext("This could not be loaded: the connection was lost.") }), again);
  }
}

/** @param {string} text @param {() => void} act */
function button(text, act) {
  return element("button", { type: "button", "aria-expanded": "false", onclick: act }, text);
}
