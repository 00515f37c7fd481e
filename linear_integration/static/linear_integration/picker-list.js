import { gettext, interpolate, ngettext } from "../conversations/i18n.js";
import { element, uniqueId } from "./elements.js";
import { folded } from "./words.js";

/**
 * What can be chosen: `icon` draws what stands before the name, `group` is the heading it stands under,
 * and `words` are what it is found by beside its name.
 *
 * @typedef {{id: string, name: string, icon?: () => Node, group?: {id: string, name: string} | null,
 *            words?: string}} Choice
 */

/** The list of a picker: options in their groups, narrowed by words, one of them under the cursor. */
export class PickerList {
  /** @type {{id: string, node: HTMLElement, words: string}[]} */ #options = [];
  /** @type {HTMLElement[]} */ #groups = [];
  /** @type {HTMLElement | null} */ #active = null;
  #status = element("p", { class: "picker-status small", role: "status" });

  /** @param {{label: string, isMultiple: boolean, onChoose: (id: string) => void}} given */
  constructor({ label, isMultiple, onChoose }) {
    this.box = element("div", { id: uniqueId("list"), role: "listbox", "aria-label": label, "aria-multiselectable": isMultiple && "true" });
    this.popup = element("div", { class: "picker-popup", hidden: true }, this.box, this.#status);
    // Keeps the focus in the picker's box, where the keys are listened for.
    this.popup.addEventListener("mousedown", (event) => event.preventDefault());
    this.popup.addEventListener("click", (event) => {
      const node = /** @type {Element} */ (event.target).closest("[role='option']");
      const option = this.#options.find((each) => each.node === node);
      if (option) onChoose(option.id);
    });
  }

  /** @returns {HTMLElement | null} the option under the cursor */
  get active() {
    return this.#active;
  }

  /** @param {Choice[]} choices in their order; those of a group are put together */
  fill(choices) {
    const parts = new Map([["", element("div", { role: "presentation" })]]);
    this.#options = choices.map((choice) => {
      const node = optionFor(choice);
      const group = choice.group?.id ?? "";
      if (!parts.has(group)) parts.set(group, groupNamed(choice.group?.name ?? ""));
      parts.get(group)?.append(node);
      return { id: choice.id, node, words: folded(`${choice.name} ${choice.words ?? ""} ${choice.group?.name ?? ""}`) };
    });
    this.#groups = [...parts.values()].filter((part) => part.childElementCount);
    this.box.replaceChildren(...this.#groups);
    this.#activate(null);
  }

  /** @param {Set<string>} chosen ids */
  mark(chosen) {
    for (const { id, node } of this.#options) node.setAttribute("aria-selected", String(chosen.has(id)));
  }

  /** Shows those that have all the words; the cursor is on the first that begins with them. @param {string} text */
  narrow(text) {
    const words = folded(text).split(/\s+/).filter(Boolean);
    for (const option of this.#options) option.node.hidden = !words.every((word) => option.words.includes(word));
    for (const group of this.#groups) group.hidden = !group.querySelector("[role='option']:not([hidden])");
    const found = this.#shown();
    this.#activate(words.length ? (found.find((option) => option.words.startsWith(words[0])) ?? found[0])?.node ?? null : null);
    this.#tell(found.length, words.length > 0);
  }

  /** Puts the cursor on one of them, else on the first that is chosen, else on the first. @param {string} [id] */
  goTo(id) {
    const shown = this.#shown();
    const chosen = shown.find(({ node }) => node.getAttribute("aria-selected") === "true");
    this.#activate((shown.find((option) => option.id === id) ?? chosen ?? shown[0])?.node ?? null);
  }

  /** @param {number} step how far the cursor goes, from the last to the first and back; Infinity: to the end */
  move(step) {
    const shown = this.#shown();
    const here = shown.findIndex(({ node }) => node === this.#active);
    const next = Math.abs(step) === 1 ? (here + step + shown.length) % shown.length
      : Math.max(0, Math.min(shown.length - 1, here + step));
    this.#activate(shown[here < 0 && step === -1 ? shown.length - 1 : next]?.node ?? null);
  }

  #shown() {
    return this.#options.filter(({ node }) => !node.hidden);
  }

  /** @param {HTMLElement | null} node */
  #activate(node) {
    this.#active?.classList.remove("active");
    this.#active = node;
    node?.classList.add("active");
    node?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} count @param {boolean} isNarrowed */
  #tell(count, isNarrowed) {
    this.box.hidden = count === 0;
    this.#status.classList.toggle("visually-hidden", count > 0);
    if (!count) this.#status.textContent = isNarrowed ? gettext("Nothing matches.") : gettext("There is nothing to choose.");
    else this.#status.textContent = isNarrowed ? interpolate(ngettext("%(count)s found", "%(count)s found", count), { count }) : "";
  }
}

/** @param {Choice} choice */
function optionFor({ id, name, icon }) {
  return element("div", { id: uniqueId("option"), role: "option", "aria-selected": "false", "data-id": id, class: id ? null : "muted" },
    icon?.(), element("span", { dir: "auto" }, name));
}

/** @param {string} name */
function groupNamed(name) {
  const id = uniqueId("group");
  return element("div", { role: "group", "aria-labelledby": id }, element("div", { id, role: "presentation", class: "picker-group small muted" }, name));
}
