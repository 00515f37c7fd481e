import { gettext } from "../conversations/i18n.js";
import * as choices from "./issue-choices.js";

/** @typedef {import("./api.js").Team} Team */

/** Fills the create form's lists: the teams, what an issue begins with, and what the chosen team offers. */
export class TeamLists {
  /** @type {import("./api.js").LinearApi} */ #api = /** @type {any} */ (null);
  /** @type {Map<string, import("./api.js").Workspace>} */ #workspaces = new Map();
  /** @type {Team[]} */ #teams = [];
  isBegun = false;
  #fields;
  #notice;
  #host;

  /**
   * @param {{fields: import("./form-fields.js").IssueFields, host: HTMLElement,
   *          notice: import("./error-notice.js").LinearErrorNotice}} given `host` is busy meanwhile
   */
  constructor({ fields, notice, host }) {
    this.#fields = fields;
    this.#notice = notice;
    this.#host = host;
    fields.team.addEventListener("change", () => { fields.clearTeam(); void this.#loadEntities(); });
  }

  /** @param {import("./api.js").LinearApi} api @param {import("./api.js").Workspace[]} workspaces */
  use(api, workspaces) {
    this.#api = api;
    this.#workspaces = new Map(workspaces.map((workspace) => [workspace.id, workspace]));
  }

  /** @returns {Team | undefined} the chosen one */
  get team() {
    const [id] = this.#fields.team.value;
    return this.#teams.find((team) => team.id === id);
  }

  /**
   * Asks for the teams, and for what a new issue of the conversation begins with; whatever was chosen
   * already stays.
   *
   * @param {string | null} conversation null: there is nothing to begin with
   */
  begin(conversation) {
    return this.#loading(gettext("The teams could not be loaded."), async () => {
      if (!this.#teams.length) this.#fields.team.state = "loading";
      const [teams, beginning] = await Promise.all([
        this.#api.get("/teams"), conversation ? this.#api.get("/issue_defaults", { conversation_id: conversation }) : {},
      ]);
      this.#fields.values = { ...given(beginning), ...given(this.#fields.values) };
      this.#offerTeams(teams);
      this.isBegun = true;
      await this.#loadEntities();
    }, { retry: () => this.begin(conversation), giveUp: () => { if (!this.#teams.length) this.#fields.team.state = "waiting"; } });
  }

  /** Asks Linear anew; what was chosen stays. */
  refresh() {
    return this.#loading(gettext("The teams could not be loaded."), async () => {
      this.#offerTeams(await this.#api.get("/teams", { refresh: "true" }));
      await this.#loadEntities("true");
    }, { retry: () => this.refresh() });
  }

  /** @param {Team[]} teams */
  #offerTeams(teams) {
    this.#teams = teams;
    const { team } = this.#fields;
    team.state = "";
    team.choices = choices.teams(teams, this.#workspaces);
    if (teams.length === 1) team.value = [teams[0].id];
  }

  /** @param {"true"} [refresh] */
  async #loadEntities(refresh) {
    const { team } = this;
    if (!team) return this.#fields.wait("waiting");
    if (!refresh) this.#fields.wait("loading");
    await this.#loading(gettext("The team's people, projects and labels could not be loaded."), async () => {
      const entities = await this.#api.get("/team_entities", { team_id: team.id, workspace_id: team.workspace_id, refresh });
      // The person may have gone on to another team meanwhile.
      if (this.team?.id === team.id) this.#fields.offer(entities);
    }, { retry: () => this.#loadEntities(refresh), giveUp: () => { if (!refresh) this.#fields.wait("waiting"); } });
  }

  /**
   * @param {string} failure
   * @param {() => Promise<void>} load
   * @param {{retry: () => void, giveUp?: () => void}} ways `giveUp` says that nothing is loaded any more
   */
  async #loading(failure, load, { retry, giveUp }) {
    this.#notice.clear();
    this.#host.setAttribute("aria-busy", "true");
    try {
      await load();
    } catch (error) {
      const known = /** @type {import("./api.js").ApiError} */ (error);
      known.message = `${failure} ${known.message}`;
      giveUp?.();
      this.#notice.show(known, retry);
    } finally {
      this.#host.removeAttribute("aria-busy");
    }
  }
}

/** @param {Record<string, any>} values @returns {Record<string, any>} without what is empty */
function given(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined && String(value) !== ""));
}
