import { gettext } from "../conversations/i18n.js";
import { element } from "./elements.js";
import "./create-form.js";
import "./link-search.js";

/** The sidebar's buttons, and the form or the search that they open. */
export function sidebarTools() {
  const form = /** @type {import("./create-form.js").LinearCreateForm} */ (element("linear-create-form", { hidden: true }));
  const search = /** @type {import("./link-search.js").LinearLinkSearch} */ (element("linear-link-search", { hidden: true }));
  const create = element("button", { type: "button", "aria-expanded": "false", onclick: () => open(form.hidden ? "create" : null) }, gettext("Create issue"));
  const link = element("button", { type: "button", "aria-expanded": "false", onclick: () => open(search.hidden ? "link" : null) }, gettext("Link issue"));
  const help = element("button", { type: "button", class: "quiet keys-button", title: gettext("Keyboard shortcuts") },
    element("span", { "aria-hidden": "true" }, "?"), element("span", { class: "visually-hidden" }, gettext("Keyboard shortcuts")));
  const row = element("div", { class: "row tools", hidden: true }, create, link, help);

  /** @param {"create" | "link" | null} which @param {string} [title] */
  function open(which, title) {
    const opened = !form.hidden ? create : !search.hidden ? link : null;
    form.hidden = which !== "create";
    search.hidden = which !== "link";
    create.setAttribute("aria-expanded", String(which === "create"));
    link.setAttribute("aria-expanded", String(which === "link"));
    if (which === "create") void form.open(title);
    else if (which === "link") search.open();
    else opened?.focus();
  }

  return {
    parts: [row, form, search], row, help, open,
    linked() { open(null); search.clear(); },
    /** @param {any} given */
    prepare(given) { form.prepare(given); search.prepare(given); },
    /** @param {boolean} isHeld */
    set held(isHeld) { form.held = isHeld; search.held = isHeld; },
  };
}
