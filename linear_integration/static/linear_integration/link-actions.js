import { gettext, interpolate } from "../conversations/i18n.js";
import { newKey } from "../conversations/new-key.js";

/** @typedef {import("./issue-card.js").LinearIssueCard} Card */

/**
 * Linking, unlinking and its undo: shown at once, and taken back with the reason if Linear refuses.
 * `say` tells what happened, `fail` why it didn't, `changed` that the conversation has changed.
 */
export class LinkActions {
  #api;
  #conversation;
  #list;
  #tell;
  /** @type {Map<Card, Promise<boolean>>} unlinks under way */ #unlinking = new Map();
  underWay = 0;

  /**
   * @param {{api: import("./api.js").LinearApi, conversation: number, list: import("./issue-list.js").LinearIssueList,
   *   tell: {say: (text: string) => void, fail: (error: any) => void, changed: () => Promise<void>}}} given
   */
  constructor({ api, conversation, list, tell }) {
    this.#api = api;
    this.#conversation = conversation;
    this.#list = list;
    this.#tell = tell;
  }

  /** @param {any} issue as a search found it */
  async link(issue) {
    if (this.#list.linked.has(issue.id)) return;
    const { identifier } = issue;
    const card = this.#list.add(issue, interpolate(gettext("Linking %(identifier)s…"), { identifier }));
    const isLinked = await this.#linkAgain(card, issue);
    if (!isLinked) this.#list.takeBack(card);
    else await this.#tell.changed();
  }

  /** @param {Card} card */
  async unlink(card) {
    const before = card.link;
    const { identifier } = before.issue;
    card.showUnlinked();
    card.focus();
    const body = { link_id: before.id };
    const said = { done: gettext("Issue unlinked successfully"), failed: gettext("%(identifier)s was not unlinked."), identifier };
    const unlinking = this.#write("/unlink_issue", body, card, said);
    this.#unlinking.set(card, unlinking);
    const isDone = await unlinking;
    this.#unlinking.delete(card);
    if (!isDone) this.#showAgain(card, before);
    await this.#tell.changed();
  }

  /** @param {Card} card */
  async undo(card) {
    const { issue, title, workspace_id } = card.link;
    const before = card.link;
    this.#showAgain(card, before);
    card.doing = interpolate(gettext("Linking %(identifier)s…"), { identifier: issue.identifier });
    // What was not unlinked after all needs no undo.
    if (await this.#unlinking.get(card) === false) return;
    const isLinked = await this.#linkAgain(card, { ...issue, workspace_id }, title);
    if (!isLinked) card.showUnlinked();
    await this.#tell.changed();
  }

  /** @param {Card} card @param {import("./issue-card.js").LinkedIssue} link */
  #showAgain(card, link) {
    const hadFocus = card.contains(document.activeElement);
    card.show(link);
    card.doing = "";
    if (hadFocus) card.focus();
  }

  /** @param {Card} card @param {any} issue @param {string} [title] */
  async #linkAgain(card, { id, identifier, workspace_id }, title) {
    const said = {
      done: interpolate(gettext("Issue linked successfully: %(identifier)s"), { identifier }),
      failed: gettext("%(identifier)s was not linked."), identifier,
    };
    return this.#write("/link_issue", { issue_id: id, workspace_id, ...(title ? { title } : {}) }, card, said);
  }

  /**
   * @param {string} path @param {object} body @param {Card} card
   * @param {{done: string, failed: string, identifier: string}} said
   * @returns {Promise<boolean>} whether it was carried out
   */
  async #write(path, body, card, { done, failed, identifier }) {
    this.underWay += 1;
    const onWaiting = () => { card.doing = gettext("Linear has not confirmed yet…"); };
    try {
      await this.#api.post(path, { conversation_id: this.#conversation, ...body }, { key: newKey(), onWaiting });
      this.#tell.say(done);
      return true;
    } catch (error) {
      const known = /** @type {import("./api.js").ApiError} */ (error);
      known.message = `${interpolate(failed, { identifier })} ${known.message}`;
      this.#tell.fail(known);
      return false;
    } finally {
      card.doing = "";
      this.underWay -= 1;
    }
  }
}
