import { newKey } from "./api.js";
import { draftFor, keepDraft, keptDraft } from "./draft.js";
import { element } from "./elements.js";
import { createFields } from "./form-fields.js";
import "./error-notice.js";

/**
 * `<linear-create-form>`: a new issue for the conversation. Dispatches `issue-created` with the API's
 * answer as its detail, and `close`. What was typed survives closing and reloading.
 */
export class LinearCreateForm extends HTMLElement {
  /** @type {import("./api.js").LinearApi} */ #api = /** @type {any} */ (null);
  /** @type {import("./api.js").Team[]} */ #teams = [];
  /** @type {Map<string, any>} */ #workspaces = new Map();
  #fields = createFields();
  #key = newKey();
  #isUnconfirmed = false;
  #isHeld = false;
  #offered = "";
  #conversation = "";
  #names = { draft: "", team: "" };
  /** @type {import("./draft.js").Source} */ #source = /** @type {any} */ (null);
  #notice = /** @type {import("./error-notice.js").LinearErrorNotice} */ (element("linear-error-notice", { hidden: true }));
  #waiting = element("p", { class: "notice", role: "status", hidden: true }, "Linear has not confirmed yet…");
  #submit = /** @type {HTMLButtonElement} */ (element("button", { class: "primary" }, "Create issue"));
  #refresh = element("button", { type: "button", class: "quiet small", onclick: () => this.#loadTeams(true) }, "Refresh the lists");
  #form = /** @type {HTMLFormElement} */ (element("form", { class: "stack", novalidate: true, "aria-label": "Create issue" }));

  /** @param {boolean} isHeld whether writes are held back */
  set held(isHeld) {
    this.#isHeld = isHeld;
    this.#submit.disabled = isHeld;
  }

  connectedCallback() {
    if (this.childElementCount) return;
    const cancel = element("button", { type: "button", onclick: () => this.#close() }, "Cancel");
    this.#form.append(...this.#fields.rows, this.#notice, this.#waiting,
      element("div", { class: "row" }, this.#submit, cancel, this.#refresh));
    this.append(this.#form);
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); void this.#create(); });
    this.#form.addEventListener("input", () => this.#keepDraft());
    this.#form.addEventListener("keydown", (event) => this.#keyPressed(event));
    this.#fields.team.addEventListener("change", () => void this.#loadEntities());
  }

  /**
   * @param {{api: import("./api.js").LinearApi, account: string, workspaces: import("./api.js").Workspace[],
   *          source: import("./draft.js").Source}} given
   */
  prepare({ api, account, workspaces, source }) {
    this.#api = api;
    this.#source = source;
    this.#conversation = source.number;
    this.#workspaces = new Map(workspaces.map((workspace) => [workspace.id, workspace]));
    this.#names = { draft: `linear-draft-${account}-${source.number}`, team: `linear-team-${account}` };
    const { key, ...text } = keptDraft(this.#names.draft);
    this.#fields.text = { ...draftFor(source), ...text };
    this.#key = key ?? this.#key;
    this.#isUnconfirmed = key !== undefined;
  }

  /** @param {string} [title] what the issue is to be called, instead of the subject */
  async open(title) {
    if (title) this.#fields.text = { ...this.#fields.text, title };
    this.#fields.title.focus();
    this.#fields.title.select();
    if (!this.#teams.length) await this.#loadTeams(false);
  }

  /** @param {boolean} refresh */
  async #loadTeams(refresh) {
    await this.#loading("There was an error fetching the teams", async () => {
      this.#teams = await this.#api.get("/teams", { refresh: refresh ? "true" : undefined });
      const chosen = this.#fields.team.value || (localStorage.getItem(this.#names.team) ?? "");
      this.#fields.offerTeams(this.#teams, this.#workspaces, chosen);
      await this.#loadEntities(refresh);
    }, () => this.#loadTeams(refresh));
  }

  async #loadEntities(refresh = false) {
    const team = this.#team();
    // A refresh of the same team's lists keeps what was chosen in them.
    if (team?.id !== this.#offered) this.#offerNothing();
    if (!team) return;
    await this.#loading("There was an error fetching the team's people, projects and labels", async () => {
      const entities = await this.#api.get("/team_entities", {
        team_id: team.id, workspace_id: team.workspace_id, refresh: refresh ? "true" : undefined,
      });
      // The person may have gone on to another team meanwhile.
      if (this.#team() !== team) return;
      this.#fields.offer(entities);
      this.#offered = team.id;
    }, () => this.#loadEntities(refresh));
  }

  #offerNothing() {
    this.#fields.offer(null);
    this.#offered = "";
  }

  /** @param {string} failure @param {() => Promise<void>} load @param {() => void} retry */
  async #loading(failure, load, retry) {
    this.#notice.clear();
    this.setAttribute("aria-busy", "true");
    try {
      await load();
    } catch (error) {
      const known = /** @type {import("./api.js").ApiError} */ (error);
      known.message = `${failure}. ${known.message}`;
      this.#notice.show(known, retry);
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  #team() {
    return this.#teams.find((team) => team.id === this.#fields.team.value);
  }

  async #create() {
    this.#notice.clear();
    const team = this.#team();
    const missing = { ...(this.#fields.title.value.trim() ? {} : { title: ["Title is required"] }), ...(team ? {} : { team_id: ["Team is required"] }) };
    this.#fields.showErrors(missing);
    if (!team || missing.title || this.#submit.disabled) return;
    const body = { ...this.#fields.body(), conversation_id: Number(this.#conversation), workspace_id: team.workspace_id };
    localStorage.setItem(this.#names.team, team.id);
    await this.#sending(async () => {
      const issue = await this.#api.post("/create_issue", body, { key: this.#key, onWaiting: () => this.#showWaiting() });
      this.#reset();
      this.dispatchEvent(new CustomEvent("issue-created", { bubbles: true, detail: issue }));
    });
  }

  /** @param {() => Promise<void>} send */
  async #sending(send) {
    this.#submit.disabled = true;
    // Whoever reloads the page now, and sends it again, gets the same issue and not another.
    this.#isUnconfirmed = true;
    this.#keepDraft();
    try {
      await send();
    } catch (error) {
      const known = /** @type {import("./api.js").ApiError} */ (error);
      // The same key repeats the same write; a refused one is over, and the next is another.
      if (!known.isOutcomeUnknown) this.#changeKey();
      if (known.code === "idempotency_key_reused") this.#foundEarlier(known);
      this.#fields.showErrors(known.fields);
      this.#notice.show(known);
      this.#notice.scrollIntoView({ block: "nearest" });
    } finally {
      this.#submit.disabled = this.#isHeld;
      this.#waiting.hidden = true;
    }
  }

  #showWaiting() {
    this.#waiting.hidden = false;
    // Whoever pressed Ctrl+Enter in the title may not see the form's end.
    this.#waiting.scrollIntoView({ block: "nearest" });
  }

  /** What was sent before the text was changed did arrive. @param {import("./api.js").ApiError} error */
  #foundEarlier(error) {
    error.message = "Your earlier attempt did arrive. Look at the linked issues before you create another one.";
    this.dispatchEvent(new CustomEvent("issues-changed", { bubbles: true }));
  }

  #changeKey() {
    this.#key = newKey();
    this.#isUnconfirmed = false;
    this.#keepDraft();
  }

  #keepDraft() {
    keepDraft(this.#names.draft, { ...this.#fields.text, ...(this.#isUnconfirmed ? { key: this.#key } : {}) });
  }

  #reset() {
    this.#changeKey();
    keepDraft(this.#names.draft, null);
    this.#fields.reset(draftFor(this.#source));
    this.#offerNothing();
    void this.#loadEntities();
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
