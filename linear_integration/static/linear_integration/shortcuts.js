import { gettext } from "../conversations/i18n.js";
import { element } from "./elements.js";
import { forGood } from "../conversations/storage.js";

/** The sidebar's keys, which work while the focus is in it, but not where text is typed. */

const SWITCH = "linear-keys";
const TEXT = "input:not([type='checkbox'], [type='radio']), textarea, select, [contenteditable]";

/** @returns {[string, string][]} */
const help = () => [
  ["c", gettext("Create an issue")],
  ["l", gettext("Link an issue")],
  ["j", gettext("Next issue")],
  ["k", gettext("Previous issue")],
  ["o", gettext("Open the issue in Linear")],
  ["u", gettext("Unlink the issue, or undo that")],
  [gettext("Esc"), gettext("Close the form")],
  ["?", gettext("Show these keys")],
];

export class Shortcuts {
  dialog = /** @type {HTMLDialogElement} */ (element("dialog", { class: "keys", "aria-labelledby": "linear-keys-heading" }));

  // Not by `autofocus`, of which browsers complain in a frame of another site.
  #close = element("button", { class: "primary" }, gettext("Close"));

  /**
   * @param {HTMLElement} host where the keys are listened for
   * @param {Record<string, () => void>} actions by key
   * @param {() => boolean} areHeld whether keys mean nothing just now
   */
  constructor(host, actions, areHeld) {
    const all = { ...actions, "?": () => this.showHelp() };
    host.addEventListener("keydown", (event) => {
      const action = Object.hasOwn(all, event.key) ? all[/** @type {keyof typeof all} */ (event.key)] : undefined;
      if (!action || !isMeant(event) || this.dialog.open || areHeld()) return;
      event.preventDefault();
      action();
    });
    this.#fill();
  }

  showHelp() {
    this.dialog.showModal();
    this.#close.focus();
  }

  #fill() {
    const isOn = element("input", { type: "checkbox", checked: areOn(), onchange: (/** @type {Event} */ event) =>
      forGood.setItem(SWITCH, /** @type {HTMLInputElement} */ (event.target).checked ? "on" : "off") });
    const rows = help().flatMap(([key, meaning]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, meaning)]);
    this.dialog.append(element("form", { method: "dialog", class: "stack" },
      element("h3", { id: "linear-keys-heading" }, gettext("Keys in the Linear sidebar")),
      element("dl", {}, ...rows),
      element("label", { class: "choice" }, isOn, " ", gettext("Use these keys")),
      element("div", {}, this.#close)));
  }
}

/** @param {KeyboardEvent} event */
function isMeant(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return false;
  const isTyping = /** @type {Element} */ (event.target).matches(TEXT);
  return event.key === "Escape" || (!isTyping && areOn());
}

function areOn() {
  return forGood.getItem(SWITCH) !== "off";
}
