import { gettext, interpolate } from "../conversations/i18n.js";
import { element } from "./elements.js";

/** What the sidebar says when there is something to say about all of it. */

/** @returns {HTMLElement} the outline of a card, until the issues are here */
export function loading() {
  return element("div", { role: "status" }, element("span", { class: "visually-hidden" }, gettext("Loading…")), outline());
}

/** @returns {HTMLElement} what stands where something is being waited for */
export function outline() {
  const lines = [1, 2, 3].map(() => element("span", { class: "skeleton-line" }));
  return element("div", { class: "skeleton", "aria-hidden": "true" }, ...lines);
}

export function empty() {
  return element("p", { class: "empty-note" }, gettext("No linked issues found. Create one, or link one that exists."));
}

/** @param {string | null} settingsUrl only administrators have one */
export function notConnected(settingsUrl) {
  if (settingsUrl === null) {
    return element("p", {}, gettext("No Linear workspace is connected yet. Ask your administrator to connect one."));
  }
  return element("div", { class: "stack" }, element("p", {}, gettext("No Linear workspace is connected yet.")),
    element("div", {}, element("a", { class: "button primary", href: settingsUrl }, gettext("Connect Linear workspace"))));
}

/** @param {import("./api.js").Workspace[]} workspaces @param {string | null} settingsUrl */
export function reauthorize(workspaces, settingsUrl) {
  const names = workspaces.map(({ name }) => name).join(", ");
  const text = interpolate(workspaces.every(({ status }) => status === "removed")
    ? gettext("An administrator of Linear has removed the app from %(names)s. What is shown may be old.")
    : gettext("Linear no longer accepts the connection to %(names)s. What is shown may be old."), { names });
  return element("div", { class: "notice warning" }, element("p", {}, text), element("p", {}, settingsUrl === null
    ? gettext("Ask your administrator to connect it again.")
    : element("a", { href: settingsUrl }, gettext("Connect it again"))));
}

/** @param {() => void} retry */
export function linearIsDown(retry) {
  return element("div", { class: "notice warning stack", role: "status" },
    element("p", {}, element("strong", {}, gettext("Linear does not answer.")), " ",
      gettext("You see what was stored last. Creating, linking, unlinking and commenting wait until it answers again.")),
    element("div", {}, element("button", { type: "button", onclick: retry }, gettext("Try again"))));
}

/** In a frame elsewhere, whose page has not handed on a new token in time. */
export function expired() {
  return element("div", { class: "notice warning", role: "status" },
    element("p", {}, element("strong", {}, gettext("The time of this view is over.")), " ", gettext("Reload the page around it.")));
}

/** @param {import("./api.js").ApiError} error */
export function noPermission(error) {
  const reference = [error.code, error.requestId].filter(Boolean).join(" · ");
  return element("div", { class: "notice", role: "status" },
    element("p", {}, error.code === "feature_disabled"
      ? gettext("The Linear integration is switched off for this account.")
      : gettext("You may not see this conversation's Linear issues. Ask your administrator if you should.")),
    element("p", { class: "small muted" }, reference));
}
