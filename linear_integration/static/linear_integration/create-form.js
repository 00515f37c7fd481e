import { gettext } from "../conversations/i18n.js";
import { draftFor } from "./draft.js";
import { element } from "./elements.js";
import { IssueFields } from "./form-fields.js";
import { KeptWrite } from "./kept-write.js";
import { LinearMessageQuotes } from "./message-quotes.js";
import { LinearSimilarIssues } from "./similar-issues.js";
import { TeamLists } from "./team-lists.js";
import "./error-notice.js";

/** @typedef {import("./api.js").ApiError} ApiError */

/**
 * `<linear-create-form>`: a new issue for the conversation. Dispatches `issue-created` with the API's
 * answer as its detail, and `close`. What was typed and chosen survives closing and reloading.
 */
export class LinearCreateForm extends HTMLElement {
  /** @type {import("./api.js").LinearApi} */ #api = /** @type {any} */ (null);
  /** @type {import("./draft.js").Source} */ #source = /** @type {any} */ (null);
  /** @type {KeptWrite} */ #write = /** @type {any} */ (null);
  #isHeld = false;
  #isSending = false;
  #fields = new IssueFields();
  #similar = new LinearSimilarIssues(this.#fields.title);
  #quotes = new LinearMessageQuotes(this.#fields.description);
  #notice = /** @type {import("./error-notice.js").LinearErrorNotice} */ (element("linear-error-notice", { hidden: true }));
  #lists = new TeamLists({ fields: this.#fields, notice: this.#notice, host: this });
  #progress = element("p", { class: "progress small muted", role: "status" });
  #submit = element("button", { class: "primary" }, gettext("Create issue"));
  #form = /** @type {HTMLFormElement} */ (element("form", { class: "stack", novalidate: true, "aria-label": gettext("Create issue") }));

  /** @param {boolean} isHeld whether writes are held back */
  set held(isHeld) {
    this.#isHeld = isHeld;
    this.#similar.hidden = isHeld;
    this.#showReadiness();
  }

  connectedCallback() {
    if (this.childElementCount) return;
    const cancel = element("button", { type: "button", onclick: () => this.#close() }, gettext("Cancel"));
    const refresh = element("button", { type: "button", class: "quiet small", onclick: () => void this.#lists.refresh() }, gettext("Refresh the lists"));
    this.#fields.rows[0].append(this.#similar);
    this.#fields.rows[1].append(this.#quotes);
    this.#form.append(...this.#fields.rows, this.#notice, element("div", { class: "row" }, this.#submit, cancel, refresh, this.#progress));
    this.append(this.#form);
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); void this.#create(); });
    for (const name of ["input", "change"]) this.#form.addEventListener(name, () => this.#write.keep(this.#fields.values));
    this.#form.addEventListener("quoted", (event) => this.#addQuotes(/** @type {CustomEvent} */ (event).detail));
    this.#form.addEventListener("keydown", (event) => this.#keyPressed(event));
  }

  /**
   * @param {{api: import("./api.js").LinearApi, account: string, workspaces: import("./api.js").Workspace[],
   *          source: import("./draft.js").Source, linked: () => Set<string>}} given `linked`: ids of linked issues
   */
  prepare({ api, account, workspaces, source, linked }) {
    this.#api = api;
    this.#similar.prepare({ api, linked });
    this.#quotes.prepare({ api, source });
    this.#lists.use(api, workspaces);
    if (this.#write) return;
    this.#source = source;
    this.#write = new KeptWrite(`linear-draft-${account}-${source.number}`);
    this.#fields.values = { ...draftFor(source), ...this.#write.resume() };
  }

  /** @param {string} [title] what the issue is to be called, instead of the subject */
  async open(title) {
    if (title) this.#fields.values = { title };
    this.#fields.title.focus();
    this.#fields.title.select();
    this.#similar.look();
    if (!this.#lists.isBegun) await this.#lists.begin(this.#fields.team.value.length ? null : this.#source.number);
  }

  /** @param {string} markdown */
  #addQuotes(markdown) {
    this.#fields.extendDescription(markdown);
    this.#write.keep(this.#fields.values);
  }

  async #create() {
    if (this.#isSending || this.#isHeld) return;
    this.#notice.clear();
    const { team } = this.#lists;
    const body = this.#fields.body();
    const isIncomplete = this.#fields.showErrors({
      ...(body.title ? {} : { title: [gettext("Title is required")] }), ...(team ? {} : { team_id: [gettext("Team is required")] }),
    });
    if (isIncomplete || !team) return;
    await this.#sending(async () => {
      const issue = await this.#api.post("/create_issue",
        { ...body, conversation_id: Number(this.#source.number), workspace_id: team.workspace_id },
        { key: this.#write.key, onWaiting: () => this.#tell(gettext("Linear has not confirmed yet…")) });
      this.#reset();
      this.dispatchEvent(new CustomEvent("issue-created", { bubbles: true, detail: issue }));
    });
  }

  /** @param {() => Promise<void>} send */
  async #sending(send) {
    this.#isSending = true;
    this.#showReadiness();
    this.#tell(gettext("Creating the issue…"));
    this.#write.begin(this.#fields.values);
    try {
      await send();
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
    if (!error.isOutcomeUnknown) this.#write.end(this.#fields.values);
    if (error.code === "idempotency_key_reused") {
      // What was sent before the text was changed did arrive.
      error.message = gettext("Your earlier attempt did arrive. Look at the linked issues before you create another one.");
      this.dispatchEvent(new CustomEvent("issues-changed", { bubbles: true }));
    }
    this.#notice.show(error);
    if (!this.#fields.showErrors(error.fields)) this.#notice.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} progress */
  #tell(progress) {
    this.#progress.textContent = progress;
    // Whoever pressed Ctrl+Enter in the title may not see the form's end.
    this.#progress.scrollIntoView({ block: "nearest" });
  }

  // Not disabled, which would take the focus from it.
  #showReadiness() {
    this.#submit.setAttribute("aria-disabled", String(this.#isSending || this.#isHeld));
  }

  #reset() {
    this.#write.end(null);
    this.#fields.reset(draftFor(this.#source));
    this.#quotes.close();
    this.#lists.isBegun = false;
  }

  #close() {
    this.dispatchEvent(new CustomEvent("close", { bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#form.requestSubmit();
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define("linear-create-form", LinearCreateForm);
