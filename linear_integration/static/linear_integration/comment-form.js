import { gettext, interpolate } from "../conversations/i18n.js";
import { element, uniqueId } from "./elements.js";
import { KeptWrite } from "./kept-write.js";
import { LinearMarkdownField } from "./markdown-field.js";
import "./error-notice.js";

/**
 * @typedef {import("./api.js").ApiError} ApiError
 * @typedef {{api: import("./api.js").LinearApi, account: string, source: import("./draft.js").Source}} Given
 */

/**
 * `<linear-comment-form>`: a comment on a linked issue. Dispatches `commented` with the API's answer as its
 * detail, and `close`. What was typed survives closing and reloading.
 */
export class LinearCommentForm extends HTMLElement {
  #card;
  #given;
  #write;
  #isSending = false;
  #text = /** @type {HTMLTextAreaElement} */ (element("textarea", { id: uniqueId("comment"), rows: 4, maxlength: 250_000 }));
  #markdown = new LinearMarkdownField(this.#text);
  #notice = /** @type {import("./error-notice.js").LinearErrorNotice} */ (element("linear-error-notice", { hidden: true }));
  #progress = element("p", { class: "progress small muted", role: "status" });
  #submit = element("button", { class: "primary" }, gettext("Comment"));
  #form = /** @type {HTMLFormElement} */ (element("form", { class: "stack", novalidate: true }));
  #showReadiness = () => this.#submit.setAttribute("aria-disabled", String(this.#isSending || this.#given.api.availability.isDown));

  /** @param {import("./issue-card.js").LinearIssueCard} card @param {Given} given */
  constructor(card, given) {
    super();
    this.#card = card;
    this.#given = given;
    this.#write = new KeptWrite(`linear-comment-${given.account}-${given.source.number}-${card.link.issue.id}`);
    this.#text.value = this.#write.resume().text ?? "";
  }

  connectedCallback() {
    this.#given.api.availability.addEventListener("change", this.#showReadiness);
    this.#showReadiness();
    if (this.childElementCount) return;
    const { identifier } = this.#card.link.issue;
    const label = interpolate(gettext("Comment on %(identifier)s (Markdown)"), { identifier });
    const cancel = element("button", { type: "button", onclick: () => this.#dispatch("close") }, gettext("Cancel"));
    this.#form.append(
      element("div", { class: "field" }, element("label", { for: this.#text.id }, label), this.#markdown),
      this.#notice, element("div", { class: "row" }, this.#submit, cancel, this.#progress));
    this.append(this.#form);
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); void this.#send(); });
    this.#form.addEventListener("keydown", (event) => this.#keyPressed(event));
    this.#text.addEventListener("input", () => this.#write.keep(this.#typed));
  }

  disconnectedCallback() {
    this.#given.api.availability.removeEventListener("change", this.#showReadiness);
  }

  /** Takes the focus, behind what was typed before. */
  focus() {
    this.#text.focus();
    this.#text.setSelectionRange(this.#text.value.length, this.#text.value.length);
  }

  async #send() {
    if (this.#isSending || this.#given.api.availability.isDown) return;
    this.#notice.clear();
    this.#showError(this.#text.value.trim() ? "" : gettext("Text is required"));
    if (!this.#text.value.trim()) return;
    this.#isSending = true;
    this.#showReadiness();
    this.#tell(gettext("Posting the comment…"));
    this.#write.begin(this.#typed);
    const body = { conversation_id: Number(this.#given.source.number), link_id: this.#card.link.id, body: this.#text.value };
    try {
      const onWaiting = () => this.#tell(gettext("Linear has not confirmed yet…"));
      const comment = await this.#given.api.post("/comment_issue", body, { key: this.#write.key, onWaiting });
      this.#text.value = "";
      this.#write.end(null);
      this.#dispatch("commented", comment);
    } catch (error) {
      this.#failed(/** @type {ApiError} */ (error));
    } finally {
      this.#isSending = false;
      this.#showReadiness();
      this.#progress.textContent = "";
    }
  }

  /** @param {ApiError} error */
  #failed(error) {
    // The same key repeats the same write; a refused one is over, and the next is another.
    if (!error.isOutcomeUnknown) this.#write.end(this.#typed);
    if (error.code === "idempotency_key_reused") {
      error.message = gettext("Your earlier attempt did arrive. Look at the issue in Linear before you post another comment.");
    }
    this.#given.api.availability.note(error);
    this.#notice.show(error);
    this.#showError((error.fields.body ?? []).join(" "));
    this.#notice.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} problem with the text, which then has the focus */
  #showError(problem) {
    this.querySelector(".field-error")?.remove();
    this.#text.removeAttribute("aria-invalid");
    this.#text.removeAttribute("aria-describedby");
    if (!problem) return;
    const id = uniqueId("error");
    this.#text.setAttribute("aria-invalid", "true");
    this.#text.setAttribute("aria-describedby", id);
    this.#text.after(element("span", { id, class: "field-error" }, problem));
    this.#markdown.write();
    this.#text.focus();
  }

  /** @param {string} progress */
  #tell(progress) {
    this.#progress.textContent = progress;
    this.#progress.scrollIntoView({ block: "nearest" });
  }

  get #typed() {
    const text = this.#text.value;
    return text ? { text } : null;
  }

  /** @param {string} name @param {unknown} [detail] */
  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: name !== "close", detail }));
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#form.requestSubmit();
    else if (event.key === "Escape") this.#dispatch("close");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/**
 * Opens the form below a card, or closes the one that is open.
 *
 * @param {import("./issue-card.js").LinearIssueCard} card @param {Given} given
 */
export function toggleComment(card, given) {
  const close = () => {
    card.comment = null;
    card.focusComment();
  };
  if (card.comment) return close();
  const form = new LinearCommentForm(card, given);
  form.addEventListener("close", close);
  form.addEventListener("commented", close);
  card.comment = form;
  form.focus();
}

customElements.define("linear-comment-form", LinearCommentForm);
