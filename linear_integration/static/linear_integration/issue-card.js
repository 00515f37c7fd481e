import { coloured, element, webAddress } from "./elements.js";
import { stateIcon } from "./state-icon.js";

/**
 * @typedef {{id: string, title: string, stale_since?: string | null, issue: any}} LinkedIssue
 */

/**
 * `<linear-issue-card>`: one linked issue. Its buttons dispatch `unlink` and `undo-unlink`.
 */
export class LinearIssueCard extends HTMLElement {
  /** @type {LinkedIssue} */ link = /** @type {any} */ (null);
  isUnlinked = false;
  #shown = "";

  /** Shows the issue; the keyboard's focus stays where it was. @param {LinkedIssue} link */
  show(link) {
    const shown = JSON.stringify(link);
    if (shown === this.#shown) return;
    const focused = this.#controls.findIndex((control) => control === document.activeElement);
    this.link = link;
    this.#shown = shown;
    this.isUnlinked = false;
    this.#draw(link);
    this.busy = this.getAttribute("aria-busy") === "true";
    if (focused >= 0) this.#controls[focused]?.focus();
  }

  /** @param {LinkedIssue} link */
  #draw(link) {
    const { issue } = link;
    this.replaceChildren(
      element("div", { class: "issue-head" },
        stateIcon(issue.state),
        element("a", { href: webAddress(issue.url), target: "_blank", rel: "noopener noreferrer", class: "identifier" },
          issue.identifier, element("span", { class: "visually-hidden" }, " (opens Linear)")),
        element("span", { class: "state small" }, issue.state.name),
        this.#button("Unlink", "unlink", issue.identifier)),
      element("h3", { class: "issue-title", dir: "auto" }, issue.title),
      issue.description ? element("p", { class: "issue-description small muted", dir: "auto" }, plain(issue.description)) : "",
      facts(issue),
      link.stale_since
        ? element("p", { class: "small muted" }, `As of ${time(link.stale_since)}: Linear does not answer.`) : "",
    );
  }

  /** Shows that the issue is linked no more, with the way back. */
  showUnlinked() {
    const { identifier } = this.link.issue;
    this.isUnlinked = true;
    this.#shown = "";
    this.replaceChildren(
      element("p", { class: "unlinked" }, `Unlinked ${identifier} · `, this.#button("Undo", "undo-unlink", identifier)),
    );
  }

  /** @returns {HTMLElement[]} */
  get #controls() {
    return [...this.querySelectorAll("a, button")].map((control) => /** @type {HTMLElement} */ (control));
  }

  /** @param {boolean} busy */
  set busy(busy) {
    this.setAttribute("aria-busy", String(busy));
    for (const button of this.querySelectorAll("button")) button.disabled = busy;
  }

  /** @param {string} text @param {string} event @param {string} identifier */
  #button(text, event, identifier) {
    const onclick = () => this.dispatchEvent(new CustomEvent(event, { bubbles: true }));
    return element("button", { type: "button", class: "quiet small", onclick },
      text, element("span", { class: "visually-hidden" }, ` ${identifier}`));
  }
}

/** @param {any} issue */
function facts(issue) {
  const priority = issue.priority ? issue.priority_label : "";
  const address = webAddress(issue.assignee?.avatar_url);
  const avatar = address && element("img", { src: address, alt: "", width: 16, height: 16, class: "avatar" });
  return element("ul", { class: "issue-facts small" },
    priority && element("li", { class: `priority priority-${issue.priority}` }, priority),
    issue.assignee ? element("li", {}, avatar, issue.assignee.name) : element("li", { class: "muted" }, "Unassigned"),
    ...issue.labels.map((/** @type {any} */ label) =>
      coloured(element("li", { class: "label" }, label.name), label.color)));
}

/** @param {string} markdown @returns {string} without the marks of quotes and headings, which lines begin with */
function plain(markdown) {
  return markdown.replace(/^[ \t]*(?:[>#]+[ \t]*)+/gm, "");
}

/** @param {string} moment */
function time(moment) {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
}

customElements.define("linear-issue-card", LinearIssueCard);
