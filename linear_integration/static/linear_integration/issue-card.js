import { gettext, interpolate } from "../conversations/i18n.js";
import { element } from "./elements.js";
import { linkToIssue } from "./found-issue.js";
import { stateIcon } from "./icons.js";
import { issueFacts } from "./issue-facts.js";

/**
 * @typedef {{id: string, title: string, workspace_id?: string, stale_since?: string | null,
 *            gone_since?: string | null, issue: any}} LinkedIssue
 */

/**
 * `<linear-issue-card>`: one linked issue. Its buttons dispatch `unlink`, `undo-unlink` and `comment-wanted`.
 */
export class LinearIssueCard extends HTMLElement {
  /** @type {LinkedIssue} */ link = /** @type {any} */ (null);
  isUnlinked = false;
  #shown = "";
  #isHeld = false;
  /** @type {HTMLElement | null} */ #comment = null;

  /** Shows the issue; the keyboard's focus stays where it was. @param {LinkedIssue} link */
  show(link) {
    const shown = JSON.stringify(link);
    if (shown === this.#shown) return;
    const focused = this.#controls.findIndex((control) => control === document.activeElement);
    this.link = link;
    this.#shown = shown;
    this.isUnlinked = false;
    this.#draw(link);
    this.#disable();
    if (focused >= 0) this.#controls[focused]?.focus();
  }

  /** @param {LinkedIssue} link */
  #draw(link) {
    const { issue } = link;
    const gone = whyGone(link);
    this.classList.toggle("gone", gone !== "");
    this.replaceChildren(
      element("div", { class: "issue-head" },
        stateIcon(issue.state),
        linkToIssue(issue.identifier, issue.url),
        element("span", { class: "state small" }, issue.state.name),
        this.#button("unlink", gettext("Unlink"), hidden(issue.identifier))),
      element("h3", { class: "issue-title", dir: "auto" }, issue.title),
      gone && element("p", { class: "gone-note small" }, gone),
      issue.description ? element("p", { class: "issue-description small muted", dir: "auto" }, plain(issue.description)) : "",
      ...issueFacts(link),
      gone ? "" : this.#button("comment-wanted", interpolate(gettext("Comment on %(identifier)s"), issue)),
    );
    this.#showComment();
  }

  /** Shows that the issue is linked no more, with the way back. */
  showUnlinked() {
    const { identifier } = this.link.issue;
    const text = interpolate(gettext("Unlinked %(identifier)s"), { identifier });
    this.isUnlinked = true;
    this.#shown = "";
    this.comment = null;
    this.classList.remove("gone");
    this.replaceChildren(element("p", { class: "unlinked" }, `${text} · `, this.#button("undo-unlink", gettext("Undo"), hidden(identifier))));
    this.#disable();
  }

  /** Takes the focus: by the link to Linear, or by Undo. */
  focus() {
    this.#controls[0]?.focus();
  }

  /** The form below, in which the issue is commented on. @param {HTMLElement | null} form */
  set comment(form) {
    this.#comment?.remove();
    this.#comment = form;
    if (form) this.after(form);
    this.#showComment();
  }

  get comment() {
    return this.#comment;
  }

  /** Takes the focus, by the button that opens that form. */
  focusComment() {
    this.#commentButton?.focus();
  }

  #showComment() {
    this.#commentButton?.setAttribute("aria-expanded", String(this.#comment !== null));
  }

  get #commentButton() {
    return /** @type {HTMLElement | null} */ (this.querySelector("[data-event='comment-wanted']"));
  }

  /** Says that a write is under way; an empty text says that none is. @param {string} text */
  set doing(text) {
    this.querySelector(".doing")?.remove();
    this.setAttribute("aria-busy", String(text !== ""));
    if (text) this.append(element("p", { class: "doing small muted" }, text));
    this.#disable();
  }

  /** While writes are held back the issue can't be unlinked. @param {boolean} isHeld */
  set held(isHeld) {
    this.#isHeld = isHeld;
    this.#disable();
  }

  #disable() {
    const isBusy = this.getAttribute("aria-busy") === "true";
    // Not the attribute `disabled`, which would take the focus away.
    for (const button of this.querySelectorAll("button")) button.setAttribute("aria-disabled", String(isBusy || this.#isHeld));
  }

  /** @returns {HTMLElement[]} */
  get #controls() {
    return [...this.querySelectorAll("a, button")].map((control) => /** @type {HTMLElement} */ (control));
  }

  /** @param {string} event which it dispatches @param {...(string | Node)} content */
  #button(event, ...content) {
    const button = element("button", { type: "button", class: "quiet small", "data-event": event }, ...content);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") this.dispatchEvent(new CustomEvent(event, { bubbles: true }));
    });
    return button;
  }
}

/** @param {LinkedIssue} link @returns {string} empty for an issue that is there */
function whyGone({ issue, gone_since }) {
  if (gone_since) return gettext("Deleted in Linear, or hidden from this connection. This is how it was last seen.");
  if (issue.trashed) return gettext("In Linear's trash.");
  return issue.archived_at ? gettext("Archived in Linear.") : "";
}

/** @param {string} text */
function hidden(text) {
  return element("span", { class: "visually-hidden" }, ` ${text}`);
}

/** @param {string} markdown @returns {string} without the marks of quotes and headings, which lines begin with */
function plain(markdown) {
  return markdown.replace(/^[ \t]*(?:[>#]+[ \t]*)+/gm, "");
}

customElements.define("linear-issue-card", LinearIssueCard);
