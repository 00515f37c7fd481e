import { gettext } from "../conversations/i18n.js";
import { plain, quoteOf } from "./draft.js";
import { element, uniqueId } from "./elements.js";
import { outline } from "./sidebar-states.js";
import { timeAgo } from "./times.js";
import "./error-notice.js";

/** @typedef {import("./api.js").Message} Message */

// So many are offered at least, if the thread has them.
const ENOUGH = 5;
const LONGEST_EXCERPT = 200;

/**
 * `<linear-message-quotes>`: lets a person pick messages of the conversation. Dispatches `quoted` with
 * them as Markdown, each under its author's name. Private notes are not offered.
 */
export class LinearMessageQuotes extends HTMLElement {
  /** @type {import("./api.js").LinearApi} */ #api = /** @type {any} */ (null);
  /** @type {import("./draft.js").Source} */ #source = /** @type {any} */ (null);
  /** @type {Map<string, Message>} by id */ #messages = new Map();
  /** @type {number | null} the page before those that are shown */ #earlier = null;
  // What an earlier visit asked for is not waited for any more.
  #visit = 0;
  #description;
  #toggle = element("button", { type: "button", class: "quiet small", "aria-expanded": "false", onclick: () => this.#isOpen ? this.close() : this.#open() },
    gettext("Quote messages"));
  #list = element("ul", { class: "quotable", onchange: () => this.#count() });
  #more = element("button", { type: "button", class: "quiet small", onclick: () => void this.#load() }, gettext("Earlier messages"));
  #status = element("p", { class: "small muted", role: "status" });
  #waiting = outline();
  #notice = /** @type {import("./error-notice.js").LinearErrorNotice} */ (element("linear-error-notice", { hidden: true }));
  #add = /** @type {HTMLButtonElement} */ (element("button", { type: "button", disabled: true, onclick: () => this.#quote() }, gettext("Add to the description")));
  #panel = element("fieldset", { id: uniqueId("quotes"), class: "quotes", hidden: true }, element("legend", {}, gettext("Messages to quote")),
    this.#more, this.#list, this.#waiting, this.#status, this.#notice, element("div", {}, this.#add));

  /** @param {HTMLTextAreaElement} description what is quoted already */
  constructor(description) {
    super();
    this.#description = description;
  }

  connectedCallback() {
    if (this.childElementCount) return;
    this.#toggle.setAttribute("aria-controls", this.#panel.id);
    this.append(this.#toggle, this.#panel);
    this.#panel.addEventListener("keydown", (event) => this.#keyPressed(event));
  }

  /** @param {{api: import("./api.js").LinearApi, source: import("./draft.js").Source}} given */
  prepare({ api, source }) {
    this.#api = api;
    this.#source = source;
  }

  close() {
    this.#panel.hidden = true;
    this.#toggle.setAttribute("aria-expanded", "false");
  }

  get #isOpen() {
    return !this.#panel.hidden;
  }

  #open() {
    this.#panel.hidden = false;
    this.#toggle.setAttribute("aria-expanded", "true");
    this.#messages.clear();
    this.#list.replaceChildren();
    this.#earlier = null;
    this.#visit += 1;
    this.#count();
    void this.#load();
  }

  async #load() {
    this.#notice.clear();
    this.#status.textContent = gettext("Loading…");
    this.#more.hidden = true;
    this.#waiting.hidden = this.#messages.size > 0;
    const visit = this.#visit, before = this.#messages.size;
    try {
      do {
        const { messages, page } = await this.#pageBefore();
        if (visit !== this.#visit) return;
        this.#earlier = page - 1;
        this.#show(messages);
      } while (this.#earlier && this.#messages.size < before + ENOUGH);
      this.#status.textContent = this.#messages.size ? "" : gettext("There is no message to quote yet.");
      if (!before) this.#list.scrollTop = this.#list.scrollHeight;
    } catch (error) {
      if (visit !== this.#visit) return;
      this.#status.textContent = "";
      this.#notice.show(/** @type {import("./api.js").ApiError} */ (error), () => void this.#load());
    }
    this.#waiting.hidden = true;
    this.#more.hidden = !this.#earlier;
  }

  /** @returns {Promise<{messages: Message[], page: number}>} at first the latest ones, then those before */
  async #pageBefore() {
    const { number } = this.#source;
    const page = this.#earlier ?? 1;
    const { messages, pages } = await this.#api.messages(number, page);
    if (this.#earlier !== null || pages === 1) return { messages, page };
    return { messages: (await this.#api.messages(number, pages)).messages, page: pages };
  }

  /** @param {Message[]} messages */
  #show(messages) {
    const quotable = messages.filter((message) => message.message_type !== "activity" && !message.private && message.content.trim());
    for (const message of quotable) this.#messages.set(String(message.id), message);
    this.#list.prepend(...quotable.map((message) => this.#row(message)));
  }

  /** @param {Message} message */
  #row(message) {
    const { id, content, created_at } = message;
    const isQuoted = `\n${this.#description.value}\n`.includes(`\n${quoteOf(content)}\n`);
    const excerpt = content.length > LONGEST_EXCERPT ? `${content.slice(0, LONGEST_EXCERPT)}…` : content;
    return element("li", {}, element("label", { class: "choice" },
      element("input", { type: "checkbox", value: id, disabled: isQuoted }),
      element("span", { dir: "auto" }, element("strong", {}, this.#author(message)), " ", timeAgo(created_at), isQuoted && ` · ${gettext("quoted already")}`,
        element("span", { class: "excerpt" }, excerpt))));
  }

  /** @param {Message} message */
  #author({ sender }) {
    return sender?.name ?? this.#source.contact;
  }

  get #chosen() {
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (this.#list.querySelectorAll("input:checked"));
    return [...boxes].flatMap((box) => this.#messages.get(box.value) ?? []);
  }

  #count() {
    this.#add.disabled = !this.#chosen.length;
  }

  #quote() {
    const quotes = this.#chosen.map((message) => `**${plain(this.#author(message))}:**\n\n${quoteOf(message.content)}`);
    if (!quotes.length) return;
    this.close();
    this.dispatchEvent(new CustomEvent("quoted", { bubbles: true, detail: quotes.join("\n\n") }));
  }

  /** Enter must not send the form around it, nor Escape close that. @param {KeyboardEvent} event */
  #keyPressed(event) {
    const isBox = /** @type {Element} */ (event.target).matches("input");
    if (event.key === "Escape") {
      this.close();
      this.#toggle.focus();
    } else if (event.key === "Enter" && isBox && !event.ctrlKey && !event.metaKey) this.#quote();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define("linear-message-quotes", LinearMessageQuotes);
