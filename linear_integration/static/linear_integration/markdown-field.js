import { gettext } from "../conversations/i18n.js";
import { element, uniqueId } from "./elements.js";
import { renderMarkdown } from "./markdown-preview.js";

const KEYS = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);

/** `<linear-markdown-field>`: a text area for Markdown in one tab, and what becomes of it in the other. */
export class LinearMarkdownField extends HTMLElement {
  #control;
  #written = element("div", { role: "tabpanel", id: uniqueId("panel") });
  #shown = element("div", { role: "tabpanel", id: uniqueId("panel"), class: "markdown", tabindex: 0 });
  #write = tab(gettext("Write"), this.#written);
  #preview = tab(gettext("Preview"), this.#shown);

  /** @param {HTMLTextAreaElement} control */
  constructor(control) {
    super();
    this.#control = control;
  }

  connectedCallback() {
    if (this.childElementCount) return;
    const tabs = element("div", { class: "small-tabs", role: "tablist", "aria-label": gettext("Write or preview") }, this.#write, this.#preview);
    this.#written.append(this.#control);
    this.append(tabs, this.#written, this.#shown);
    this.#write.addEventListener("click", () => this.write());
    this.#preview.addEventListener("click", () => this.#choose(this.#preview));
    tabs.addEventListener("keydown", (event) => this.#keyPressed(event));
    this.write();
  }

  /** Leads back to the text area. */
  write() {
    this.#choose(this.#write);
  }

  /** @param {HTMLElement} chosen */
  #choose(chosen) {
    const isPreview = chosen === this.#preview;
    for (const each of [this.#write, this.#preview]) {
      each.setAttribute("aria-selected", String(each === chosen));
      each.tabIndex = each === chosen ? 0 : -1;
    }
    this.#written.hidden = isPreview;
    this.#shown.hidden = !isPreview;
    if (isPreview) this.#shown.replaceChildren(shown(this.#control.value));
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    if (!KEYS.has(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const other = this.#shown.hidden ? this.#preview : this.#write;
    const chosen = event.key === "Home" ? this.#write : event.key === "End" ? this.#preview : other;
    this.#choose(chosen);
    chosen.focus();
  }
}

/** @param {string} name @param {HTMLElement} panel */
function tab(name, panel) {
  const id = uniqueId("tab");
  panel.setAttribute("aria-labelledby", id);
  return element("button", { type: "button", id, role: "tab", "aria-controls": panel.id }, name);
}

/** @param {string} markdown @returns {Node} */
function shown(markdown) {
  return markdown.trim() ? renderMarkdown(markdown) : element("p", { class: "muted" }, gettext("Nothing to preview."));
}

customElements.define("linear-markdown-field", LinearMarkdownField);
