import { LinearApi, newKey } from "./api.js";
import { element } from "./elements.js";
import { LinearIssueCard } from "./issue-card.js";
import "./create-form.js";
import "./error-notice.js";
import "./link-search.js";

/** @typedef {import("./api.js").ApiError} ApiError */

/**
 * `<linear-sidebar account conversation can-manage settings-url data-…>`: the issues of a conversation,
 * and what an agent does with them. After each change it dispatches `conversation-changed`.
 */
class LinearSidebar extends HTMLElement {
  #api = new LinearApi(this.getAttribute("account") ?? "");
  #conversation = Number(this.getAttribute("conversation"));
  #asked = 0;
  /** @type {Set<string>} ids of the issues that are being linked */ #linking = new Set();
  /** @type {Map<string, {item: HTMLElement, card: LinearIssueCard}>} by the issue's id */ #rows = new Map();
  #tools = element("div", { class: "row", hidden: true },
    element("button", { type: "button", "aria-expanded": "false", onclick: () => this.#toggle("create") }, "Create issue"),
    element("button", { type: "button", "aria-expanded": "false", onclick: () => this.#toggle("link") }, "Link issue"));
  #form = /** @type {import("./create-form.js").LinearCreateForm} */ (element("linear-create-form", { hidden: true }));
  #search = /** @type {import("./link-search.js").LinearLinkSearch} */ (element("linear-link-search", { hidden: true }));
  #status = element("p", { class: "small", role: "status" });
  #message = element("div", { class: "muted stack" }, "Loading…");
  #notice = /** @type {import("./error-notice.js").LinearErrorNotice} */ (element("linear-error-notice", { hidden: true }));
  #warning = element("div", { class: "notice warning stack", hidden: true });
  #list = element("ul", { class: "issues", "aria-label": "Linked Linear issues" });

  connectedCallback() {
    if (this.classList.contains("ready")) return;
    this.classList.add("ready");
    this.replaceChildren(this.#tools, this.#form, this.#search, this.#status, this.#notice, this.#warning, this.#list, this.#message);
    this.addEventListener("issue-created", (event) => void this.#created(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("issue-chosen", (event) => void this.#link(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("create-wanted", (event) => this.#open("create", /** @type {CustomEvent} */ (event).detail));
    this.addEventListener("unlink", (event) => void this.#unlink(/** @type {LinearIssueCard} */ (event.target)));
    this.addEventListener("undo-unlink", (event) => void this.#undo(/** @type {LinearIssueCard} */ (event.target)));
    this.addEventListener("issues-changed", () => void this.#changed(""));
    this.addEventListener("close", () => this.#open(null));
    void this.#load();
  }

  async #load() {
    await this.#guarded(async () => {
      const status = await this.#api.status();
      if (!status.connected) return this.#showNotConnected();
      const good = status.workspaces.filter((workspace) => workspace.status === "enabled");
      this.#tools.hidden = !good.length;
      this.#form.prepare({ api: this.#api, account: this.getAttribute("account") ?? "", workspaces: good, source: this.#source() });
      this.#search.prepare({ api: this.#api, linked: () => this.#linkedIds() });
      this.#warning.hidden = true;
      if (good.length < status.workspaces.length) this.#showReauthorize(status.workspaces);
      // What we have is shown at once; whatever has grown old is asked for behind it.
      await this.#refresh(false);
      await this.#refresh(true);
    }, () => void this.#load());
  }

  /** @param {boolean} askLinear */
  async #refresh(askLinear) {
    const number = ++this.#asked;
    const links = await this.#api.get("/linked_issues", { conversation_id: String(this.#conversation), refresh: String(askLinear) });
    // What was asked before a change, or before a later question, is old.
    if (number !== this.#asked) return;
    const ids = new Set(links.map((/** @type {any} */ link) => link.issue.id));
    for (const [id, { item, card }] of this.#rows) {
      if (!ids.has(id) && !card.isUnlinked) {
        item.remove();
        this.#rows.delete(id);
      }
    }
    for (const link of links) this.#row(link.issue.id).show(link);
    this.#message.replaceChildren(this.#rows.size ? "" : "No linked issues found. Create one, or link one that exists.");
  }

  /** @param {string} id */
  #row(id) {
    const known = this.#rows.get(id);
    if (known) return known.card;
    const card = new LinearIssueCard();
    const item = element("li", {}, card);
    this.#rows.set(id, { item, card });
    this.#list.append(item);
    return card;
  }

  /** @param {any} issue */
  async #created(issue) {
    this.#open(null);
    await this.#changed(`Issue created successfully: ${issue.identifier}`);
  }

  /** @param {import("./api.js").FoundIssue & {workspace_id: string}} issue */
  async #link(issue) {
    if (this.#linking.has(issue.id)) return;
    this.#linking.add(issue.id);
    await this.#write(`Linking ${issue.identifier}…`, async (options) => {
      await this.#api.post("/link_issue", { conversation_id: this.#conversation, issue_id: issue.id, workspace_id: issue.workspace_id }, options);
      this.#open(null);
      this.#search.clear();
      await this.#changed(`Issue linked successfully: ${issue.identifier}`);
    });
    this.#linking.delete(issue.id);
  }

  /** @param {LinearIssueCard} card */
  async #unlink(card) {
    const { id, issue } = card.link;
    card.busy = true;
    await this.#write(`Unlinking ${issue.identifier}…`, async (options) => {
      await this.#api.post("/unlink_issue", { conversation_id: this.#conversation, link_id: id }, options);
      card.showUnlinked();
      card.querySelector("button")?.focus();
      await this.#changed("Issue unlinked successfully");
    });
    card.busy = false;
  }

  /** @param {LinearIssueCard} card */
  async #undo(card) {
    const { issue, title, workspace_id } = card.link;
    card.busy = true;
    await this.#write(`Linking ${issue.identifier}…`, async (options) => {
      await this.#api.post("/link_issue", { conversation_id: this.#conversation, issue_id: issue.id, title, workspace_id }, options);
      await this.#changed(`Issue linked successfully: ${issue.identifier}`);
    });
    card.busy = false;
    // While it was busy its button could not have the focus.
    if (document.activeElement === document.body) card.querySelector("button")?.focus();
  }

  /** @param {string} doing @param {(options: {key: string, onWaiting: () => void}) => Promise<void>} write */
  async #write(doing, write) {
    this.#status.textContent = doing;
    const key = newKey();
    const onWaiting = () => { this.#status.textContent = "Linear has not confirmed yet…"; };
    await this.#guarded(() => write({ key, onWaiting }));
    if (!this.#notice.hidden) this.#status.textContent = "";
  }

  /** @param {string} text */
  async #changed(text) {
    this.#status.textContent = text;
    document.dispatchEvent(new CustomEvent("conversation-changed"));
    await this.#guarded(() => this.#refresh(false), () => void this.#load());
  }

  /** @param {() => Promise<void>} action @param {() => void} [retry] */
  async #guarded(action, retry) {
    this.#notice.clear();
    try {
      await action();
    } catch (error) {
      if (this.#message.textContent === "Loading…") this.#message.replaceChildren();
      this.#notice.show(/** @type {ApiError} */ (error), retry);
    }
  }

  /** @param {"create" | "link"} which */
  #toggle(which) {
    const part = which === "create" ? this.#form : this.#search;
    this.#open(part.hidden ? which : null);
  }

  /** @param {"create" | "link" | null} which @param {string} [title] */
  #open(which, title) {
    const focused = this.#form.hidden ? (this.#search.hidden ? -1 : 1) : 0;
    this.#form.hidden = which !== "create";
    this.#search.hidden = which !== "link";
    [...this.#tools.children].forEach((button, index) =>
      button.setAttribute("aria-expanded", String(which === ["create", "link"][index])));
    if (which === "create") void this.#form.open(title);
    else if (which === "link") this.#search.open();
    else if (focused >= 0) /** @type {HTMLElement} */ (this.#tools.children[focused]).focus();
  }

  #linkedIds() {
    return new Set([...this.#rows].filter(([, { card }]) => !card.isUnlinked).map(([id]) => id));
  }

  #showNotConnected() {
    this.#message.replaceChildren(this.hasAttribute("can-manage")
      ? element("div", { class: "stack" }, element("p", {}, "No Linear workspace is connected yet."),
        element("div", {}, element("a", { class: "button primary", href: this.#settingsUrl }, "Connect Linear workspace")))
      : element("p", {}, "No Linear workspace is connected yet. Ask your administrator to connect one."));
  }

  /** @param {import("./api.js").Workspace[]} workspaces */
  #showReauthorize(workspaces) {
    const names = workspaces.filter((workspace) => workspace.status !== "enabled").map((workspace) => workspace.name).join(", ");
    const text = `Linear no longer accepts the connection to ${names}. What is shown may be old.`;
    this.#warning.replaceChildren(element("p", {}, text), this.hasAttribute("can-manage")
      ? element("p", {}, element("a", { href: this.#settingsUrl }, "Connect it again"))
      : element("p", {}, "Ask your administrator to connect it again."));
    this.#warning.hidden = false;
  }

  get #settingsUrl() {
    return this.getAttribute("settings-url") ?? "";
  }

  /** @returns {import("./draft.js").Source} */
  #source() {
    const { subject = "", quote = "", contact = "", url = "" } = this.dataset;
    return { subject, quote, contact, url, number: String(this.#conversation) };
  }
}

customElements.define("linear-sidebar", LinearSidebar);
