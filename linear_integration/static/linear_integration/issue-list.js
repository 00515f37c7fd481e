import { gettext } from "../conversations/i18n.js";
import { element } from "./elements.js";
import { LinearIssueCard } from "./issue-card.js";
import { freshenTimes } from "./times.js";

/**
 * `<linear-issue-list>`: the cards of a conversation's issues. What is being linked is in it at once,
 * and what was unlinked stays in its place, with the way back.
 */
export class LinearIssueList extends HTMLElement {
  /** @type {Map<string, {item: HTMLElement, card: LinearIssueCard}>} by the issue's id */ #rows = new Map();
  #list = element("ul", { class: "issues", "aria-label": gettext("Linked Linear issues") });
  #isHeld = false;

  connectedCallback() {
    if (!this.childElementCount) this.append(this.#list);
  }

  /** Shows what is linked now. @param {import("./issue-card.js").LinkedIssue[]} links */
  show(links) {
    const ids = new Set(links.map((link) => link.issue.id));
    for (const [id, { card }] of this.#rows) if (!ids.has(id) && !card.isUnlinked) this.#remove(id);
    for (const link of links) this.#card(link.issue.id).show(link);
    this.freshen();
  }

  freshen() {
    freshenTimes(this.#list);
  }

  /** Shows an issue that is being linked. @param {any} issue as a search found it @param {string} doing */
  add(issue, doing) {
    const card = this.#card(issue.id);
    card.show({ id: "", title: "", workspace_id: issue.workspace_id, issue });
    card.doing = doing;
    return card;
  }

  /** Takes back what could not be linked. @param {LinearIssueCard} card */
  takeBack(card) {
    this.#remove(card.link.issue.id);
  }

  /** Moves the focus to the next card, or to the one before. @param {1 | -1} step */
  step(step) {
    const cards = this.cards;
    const index = cards.findIndex((card) => card.contains(document.activeElement));
    cards[index < 0 ? 0 : Math.min(Math.max(index + step, 0), cards.length - 1)]?.focus();
  }

  /** The card that has the focus, or else the only one. */
  get current() {
    const cards = this.cards;
    return cards.find((card) => card.contains(document.activeElement)) ?? (cards.length === 1 ? cards[0] : undefined);
  }

  get cards() {
    return [...this.#rows.values()].map(({ card }) => card);
  }

  /** Ids of the issues that are linked. */
  get linked() {
    return new Set([...this.#rows].filter(([, { card }]) => !card.isUnlinked).map(([id]) => id));
  }

  /** @param {boolean} isHeld whether writes are held back */
  set held(isHeld) {
    this.#isHeld = isHeld;
    for (const card of this.cards) card.held = isHeld;
  }

  /** @param {string} id */
  #remove(id) {
    this.#rows.get(id)?.item.remove();
    this.#rows.delete(id);
  }

  /** @param {string} id */
  #card(id) {
    const known = this.#rows.get(id);
    if (known) return known.card;
    const card = new LinearIssueCard();
    const item = element("li", {}, card);
    this.#rows.set(id, { item, card });
    this.#list.append(item);
    card.held = this.#isHeld;
    return card;
  }
}

customElements.define("linear-issue-list", LinearIssueList);
