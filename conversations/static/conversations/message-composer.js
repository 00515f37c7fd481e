import { keepDraft, keptDraft } from "./drafts.js";
import { newKey } from "./new-key.js";
import { sendForm } from "./send-form.js";

/**
 * `<message-composer draft="…">` around the form for a message: keeps a draft under that name, sends in
 * place and by Ctrl+Enter (Cmd+Enter on a Mac). Without scripts the form is a plain one.
 */
class MessageComposer extends HTMLElement {
  #isSending = false;

  connectedCallback() {
    this.#restore();
    this.#showShortcut();
    this.addEventListener("input", () => this.#keep());
    this.addEventListener("change", () => this.#keep());
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
  }

  async #send() {
    if (this.#isSending) return;
    this.#isSending = true;
    this.#button.ariaDisabled = "true";
    this.#error.textContent = "";
    const sent = this.#content.value;
    const { error } = await sendForm(this.#form);
    this.#isSending = false;
    this.#button.ariaDisabled = null;
    this.#content.ariaInvalid = error ? "true" : null;
    if (error) this.#error.textContent = error;
    else this.#sent(sent);
  }

  /** What was typed while the message was on its way is the next one. @param {string} text */
  #sent(text) {
    const typed = this.#content.value;
    this.#content.value = typed.startsWith(text) ? typed.slice(text.length) : typed;
    // The same words once more would be another message.
    this.#key.value = newKey();
    this.#keep();
    this.#content.focus();
    // An old part of the thread does not show the message: the page of the latest does.
    const latest = document.querySelector("conversation-thread[is-old]")?.getAttribute("latest");
    if (latest) window.location.assign(latest);
    else document.dispatchEvent(new CustomEvent("conversation-changed"));
  }

  #keep() {
    const content = this.#content.value;
    keepDraft(this.#name, content ? { content, kind: this.#kind, key: this.#key.value } : null);
  }

  #restore() {
    const { content, kind, key } = keptDraft(this.#name);
    if (!content || this.#content.value) return;
    this.#content.value = content;
    if (key) this.#key.value = key;
    for (const radio of this.#radios) radio.checked = radio.value === kind;
  }

  #showShortcut() {
    const shortcut = this.querySelector("kbd");
    if (!shortcut) return;
    if (/Mac|iP/.test(navigator.platform)) shortcut.textContent = "⌘ Enter";
    shortcut.hidden = false;
  }

  get #name() { return this.getAttribute("draft") ?? ""; }
  get #form() { return /** @type {HTMLFormElement} */ (this.querySelector("form")); }
  get #button() { return /** @type {HTMLButtonElement} */ (this.querySelector("button.primary")); }
  get #error() { return /** @type {HTMLElement} */ (this.querySelector("[role=alert]")); }
  get #content() { return /** @type {HTMLTextAreaElement} */ (this.querySelector("[name=content]")); }
  get #key() { return /** @type {HTMLInputElement} */ (this.querySelector("[name=key]")); }
  get #radios() { return /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("[name=kind]")); }
  get #kind() { return [...this.#radios].find((radio) => radio.checked)?.value ?? "reply"; }
}

customElements.define("message-composer", MessageComposer);
