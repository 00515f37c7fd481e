import { gettext, interpolate } from "../conversations/i18n.js";
import { element, webAddress } from "./elements.js";
import { stateIcon } from "./icons.js";

/**
 * An issue that a search has found, in two lines: what it is called, and how it stands.
 *
 * @param {import("./api.js").FoundIssue} issue
 * @param {{isLinked?: boolean, workspace?: string, isOpened?: boolean}} [known] `workspace` where there are several,
 *   `isOpened` where the identifier may be a link
 * @returns {HTMLElement[]}
 */
export function foundIssue({ identifier, title, url, state, team }, { isLinked = false, workspace = "", isOpened = false } = {}) {
  const owner = workspace ? interpolate(gettext("%(team)s in %(workspace)s"), { team: team.name, workspace }) : team.name;
  const facts = [state.name, owner, isLinked && gettext("linked already")].filter(Boolean).join(" · ");
  return [
    element("span", { class: "found-title", dir: "auto" }, stateIcon(state), isOpened ? linkToIssue(identifier, url) : element("span", { class: "identifier" }, identifier), ` ${title} `),
    element("span", { class: "found-facts small muted", dir: "auto" }, facts),
  ];
}

/** @param {string} identifier @param {string} url @returns {HTMLElement} opens the issue in Linear */
export function linkToIssue(identifier, url) {
  return element("a", { href: webAddress(url), target: "_blank", rel: "noopener noreferrer", class: "identifier" },
    identifier, element("span", { "aria-hidden": "true" }, " ↗"), element("span", { class: "visually-hidden" }, ` ${gettext("(opens Linear)")}`));
}
