import { gettext, interpolate } from "../conversations/i18n.js";
import { element } from "./elements.js";
import { stateIcon } from "./icons.js";

/**
 * An issue that a search has found, in two lines: what it is called, and how it stands.
 *
 * @param {import("./api.js").FoundIssue} issue
 * @param {{isLinked?: boolean, workspace?: string}} [known] `workspace` where there are several
 * @returns {HTMLElement[]}
 */
export function foundIssue({ identifier, title, state, team }, { isLinked = false, workspace = "" } = {}) {
  const owner = workspace ? interpolate(gettext("%(team)s in %(workspace)s"), { team: team.name, workspace }) : team.name;
  const facts = [state.name, owner, isLinked && gettext("linked already")].filter(Boolean).join(" · ");
  return [
    element("span", { class: "found-title", dir: "auto" }, stateIcon(state), element("span", { class: "identifier" }, identifier), ` ${title} `),
    element("span", { class: "found-facts small muted", dir: "auto" }, facts),
  ];
}
