import { gettext, interpolate } from "../conversations/i18n.js";
import { LinearApi, TOKEN_EXPIRED } from "./api.js";
import { element } from "./elements.js";
import { LinkActions } from "./link-actions.js";
import { Polling } from "./polling.js";
import { Shortcuts } from "./shortcuts.js";
import * as states from "./sidebar-states.js";
import { SidebarTools } from "./sidebar-tools.js";
import "./error-notice.js";
import "./issue-list.js";

/** @typedef {import("./api.js").ApiError} ApiError */

// What Linear tells us is seen within five seconds; the answer to most questions is 304.
const PERIOD_MILLISECONDS = 3_000;
// What asking again does not change: whoever may not see it, may not in three seconds.
const NO_PERMISSION = new Set(["forbidden", "not_found", "feature_disabled"]);

/**
 * `<linear-sidebar account conversation can-manage settings-url data-…>`: the issues of a conversation,
 * and what an agent does with them. The page may bring the first data, as JSON in the element that
 * `data-first` names. After each change it dispatches `conversation-changed`.
 */
class LinearSidebar extends HTMLElement {
  #api = new LinearApi(this.getAttribute("account") ?? "");
  #conversation = Number(this.getAttribute("conversation"));
  #asked = 0;
  /** @type {string | null} */ #etag = null;
  #status = element("p", { class: "small", role: "status" });
  #message = element("div", { class: "muted" }, states.loading());
  #warning = element("div", {});
  #notice = /** @type {import("./error-notice.js").LinearErrorNotice} */ (element("linear-error-notice", { hidden: true }));
  #list = /** @type {import("./issue-list.js").LinearIssueList} */ (element("linear-issue-list"));
  #tools = new SidebarTools((error, again) => this.#fail(error, () => { this.#notice.clear(); again(); }));
  #polling = new Polling(() => this.#refresh(true), PERIOD_MILLISECONDS);
  #actions = new LinkActions({ api: this.#api, conversation: this.#conversation, list: this.#list, tell: {
    say: (text) => { this.#status.textContent = text; },
    fail: (error) => { this.#status.textContent = ""; this.#fail(error); },
    changed: () => this.#changed(),
  } });

  connectedCallback() {
    if (!this.classList.contains("ready")) this.#build();
    else this.#polling.start();
  }

  disconnectedCallback() {
    this.#polling.stop();
  }

  #build() {
    this.classList.add("ready");
    this.tabIndex = -1;
    const keys = new Shortcuts(this, this.#keys(), () => this.#tools.isOpening);
    this.#tools.help.addEventListener("click", () => keys.showHelp());
    this.replaceChildren(this.#tools.row, this.#tools.place, this.#status, this.#notice, this.#warning, this.#list, this.#message, keys.dialog);
    this.#listen("issue-created", (issue) => void this.#created(issue));
    this.#listen("issue-chosen", (issue) => { this.#tools.linked(); void this.#act(this.#actions.link(issue)); });
    this.#listen("create-wanted", (title) => void this.#tools.open("create", title));
    this.#listen("unlink", (_, card) => void this.#act(this.#actions.unlink(card)));
    this.#listen("comment-wanted", (_, card) => void this.#tools.comment(card));
    this.#listen("commented", (comment) => void this.#commented(comment));
    this.#listen("undo-unlink", (_, card) => void this.#act(this.#actions.undo(card)));
    this.#listen("issues-changed", () => void this.#changed());
    this.#listen("close", () => void this.#tools.open(null));
    this.#api.availability.addEventListener("change", () => this.#showAvailability());
    void this.#load(this.#firstData());
  }

  /** @returns {Record<string, () => void>} */
  #keys() {
    return {
      c: () => void this.#tools.open("create"), l: () => void this.#tools.open("link"), Escape: () => void this.#tools.open(null),
      j: () => this.#list.step(1), k: () => this.#list.step(-1),
      o: () => /** @type {HTMLElement | null | undefined} */ (this.#list.current?.querySelector("a.identifier"))?.click(),
      u: () => this.#list.current?.querySelector("button")?.click(),
    };
  }

  /** @param {{status: import("./api.js").Status, links: any[]} | null} first */
  async #load(first) {
    this.#notice.clear();
    try {
      const status = first?.status ?? await this.#api.status();
      if (!this.#showStatus(status)) return;
      // What we have is shown at once; whatever has grown old is asked for behind it.
      if (first) this.#show(first.links);
      else await this.#refresh(false);
      this.#polling.start();
      // Whoever opens one of them is told if that failed.
      this.#tools.load().catch(() => {});
      await this.#polling.now();
    } catch (error) {
      this.#fail(error, () => void this.#load(null));
    }
  }

  /** @param {import("./api.js").Status} status @returns {boolean} whether there is something to show */
  #showStatus({ connected, workspaces }) {
    const settingsUrl = this.hasAttribute("can-manage") ? this.getAttribute("settings-url") ?? "" : null;
    const good = workspaces.filter((workspace) => workspace.status === "enabled");
    const bad = workspaces.filter((workspace) => workspace.status !== "enabled");
    this.#tools.row.hidden = !good.length;
    if (!connected) this.#message.replaceChildren(states.notConnected(settingsUrl));
    this.#warning.replaceChildren(bad.length ? states.reauthorize(bad, settingsUrl) : "");
    this.#tools.prepare({ api: this.#api, account: this.getAttribute("account") ?? "", workspaces: good,
      source: this.#source(), linked: () => this.#list.linked });
    return connected;
  }

  /** @param {boolean} askLinear */
  async #refresh(askLinear) {
    const number = ++this.#asked;
    try {
      const asked = { conversation: this.#conversation, refresh: askLinear, etag: this.#etag };
      const answer = await this.#api.linkedIssues(asked);
      this.#list.freshen();
      // What was asked before a change, or before a later question, is old.
      if (!answer || number !== this.#asked || this.#actions.underWay) return;
      this.#etag = answer.etag;
      this.#show(answer.links);
      if (askLinear) await this.#noteStale(answer.links);
    } catch (error) {
      if (number === this.#asked) this.#refreshFailed(/** @type {ApiError} */ (error));
      throw error;
    }
  }

  /** @param {any[]} links */
  #show(links) {
    this.#list.show(links);
    this.#message.replaceChildren(this.#list.cards.length ? "" : states.empty());
  }

  /** Cards that are still old after Linear was asked tell that it didn't answer, or why. @param {any[]} links */
  async #noteStale(links) {
    if (!links.length) return;
    if (!links.some((link) => link.stale_since && !link.gone_since)) return this.#api.availability.answered();
    const status = await this.#api.status();
    const isGood = status.workspaces.every((workspace) => workspace.status === "enabled");
    if (isGood) this.#api.availability.failed();
    else this.#showStatus(status);
  }

  #showAvailability() {
    const { isDown } = this.#api.availability;
    this.#list.held = isDown;
    this.#tools.held = isDown;
    this.#warning.replaceChildren(isDown ? states.linearIsDown(() => void this.#polling.now()) : "");
  }

  /** @param {ApiError} error */
  #refreshFailed(error) {
    if (NO_PERMISSION.has(error.code)) {
      this.#polling.stop();
      this.#list.show([]);
      this.#tools.row.hidden = true;
      void this.#tools.open(null);
      this.#message.replaceChildren(states.noPermission(error));
    } else if (error.code === TOKEN_EXPIRED) {
      this.#polling.stop();
      this.#warning.replaceChildren(states.expired());
      document.addEventListener("token-renewed", () => void this.#load(null), { once: true });
    } else if (error.code === "not_connected") {
      this.#polling.stop();
      void this.#load(null);
    } else this.#fail(error, () => void this.#polling.now());
  }

  /** @param {unknown} error @param {() => void} [retry] */
  #fail(error, retry) {
    this.#api.availability.note(error);
    if (this.#message.querySelector(".skeleton")) this.#message.replaceChildren();
    this.#notice.show(/** @type {ApiError} */ (error), retry);
  }

  /** @param {any} issue */
  async #created({ identifier }) {
    void this.#tools.open(null);
    this.#status.textContent = interpolate(gettext("Issue created successfully: %(identifier)s"), { identifier });
    await this.#changed();
  }

  /** @param {any} comment */
  async #commented({ identifier }) {
    this.#status.textContent = interpolate(gettext("Commented on %(identifier)s"), { identifier });
    await this.#changed();
  }

  /** @param {Promise<void>} action which shows at once what is to be */
  async #act(action) {
    this.#notice.clear();
    this.#etag = null;
    this.#asked += 1;
    this.#message.replaceChildren();
    await action;
  }

  async #changed() {
    this.#etag = null;
    document.dispatchEvent(new CustomEvent("conversation-changed"));
    await this.#refresh(false).catch(() => {});
  }

  /** @param {string} name @param {(detail: any, from: any) => void} act */
  #listen(name, act) {
    this.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail, event.target));
  }

  /** @returns {{status: import("./api.js").Status, links: any[]} | null} */
  #firstData() {
    const holder = document.getElementById(this.dataset.first ?? "");
    return holder && JSON.parse(holder.textContent ?? "null");
  }

  /** @returns {import("./draft.js").Source} */
  #source() {
    const { subject = "", quote = "", contact = "", url = "" } = this.dataset;
    return { subject, quote, contact, url, number: String(this.#conversation) };
  }
}

customElements.define("linear-sidebar", LinearSidebar);
