import { gettext, interpolate } from "../conversations/i18n.js";
import { element, uniqueId } from "./elements.js";
import { PickerList } from "./picker-list.js";

/** @typedef {import("./picker-list.js").Choice} Choice */

const PAGE = 10;

/**
 * `<linear-picker>`: one choice of many, or several, in a box that narrows the list as one types: an
 * editable combobox as the ARIA Authoring Practices have it. Of several that are chosen, each group has
 * one at most. Dispatches `change` when a person has chosen.
 */
export class LinearPicker extends HTMLElement {
  /** @type {Choice[]} */ #choices = [];
  /** @type {Set<string>} */ #chosen = new Set();
  /** @type {"" | "waiting" | "loading"} */ #state = "";
  #isFilled = false;
  #none;
  /** @type {string | null} */ #instead = null;
  #isMultiple;
  #isRequired;
  #list;
  #icon = element("span", { class: "picker-icon", "aria-hidden": "true" });
  #chips = element("ul", { class: "chips" });

  /**
   * @param {{name: string, label: string, none: string, isMultiple?: boolean, isRequired?: boolean}} given `none` stands
   *   there while nothing is chosen
   */
  constructor({ name, label, none, isMultiple = false, isRequired = false }) {
    super();
    this.label = label;
    this.#none = none;
    this.#isMultiple = isMultiple;
    this.#isRequired = isRequired;
    this.#list = new PickerList({ label, isMultiple, onChoose: (id) => this.#choose(id) });
    this.control = /** @type {HTMLInputElement} */ (element("input", {
      id: uniqueId("picker"), name, type: "text", role: "combobox", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
      placeholder: none, "aria-required": isRequired && "true", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.#list.box.id,
    }));
  }

  connectedCallback() {
    if (this.childElementCount) return;
    this.append(element("div", { class: "picker-box" }, this.#icon, this.control), this.#list.popup, this.#chips);
    this.control.addEventListener("click", () => this.#browse());
    this.control.addEventListener("input", (event) => { event.stopPropagation(); this.#typed(); });
    this.control.addEventListener("keydown", (event) => this.#keyPressed(event));
    this.control.addEventListener("blur", () => this.#close());
    // What is typed to find something is no change of the choice.
    this.control.addEventListener("change", (event) => event.stopPropagation());
  }

  /** Those that were chosen, and are offered again, stay chosen. @param {Choice[]} choices */
  set choices(choices) {
    this.#choices = choices;
    this.#isFilled = false;
    const offered = new Set(choices.map(({ id }) => id));
    this.value = this.value.filter((id) => offered.has(id));
    if (this.#isOpen) this.#fill();
  }

  /** @returns {string[]} the ids of what is chosen */
  get value() {
    return [...this.#chosen];
  }

  /** What is not offered yet is kept until it is. @param {string[]} ids */
  set value(ids) {
    this.#chosen = new Set(ids);
    this.#list.mark(this.#marked());
    this.#show();
  }

  /** @param {string | null} text what stands there while nothing is chosen; null: as in the beginning */
  set none(text) {
    this.#instead = text;
    this.#isFilled = false;
    this.#show();
  }

  /** @param {"" | "waiting" | "loading"} state why nothing can be chosen now, if so */
  set state(state) {
    this.#state = state;
    // Not disabled: whoever goes from field to field by keys would miss it.
    this.control.readOnly = state !== "";
    this.control.setAttribute("aria-disabled", String(state !== ""));
    this.#show();
  }

  get #isOpen() {
    return !this.#list.popup.hidden;
  }

  #open() {
    if (this.#isOpen || this.#state) return;
    this.#list.popup.hidden = false;
    if (!this.#isFilled) this.#fill();
    this.#list.narrow("");
    this.control.setAttribute("aria-expanded", "true");
    this.#list.goTo();
    this.#pointOut();
    this.#list.popup.scrollIntoView({ block: "nearest" });
  }

  /** Opens the whole list; what is typed then stands instead of the name. */
  #browse() {
    if (!this.#isOpen) this.control.select();
    this.#open();
  }

  #close() {
    this.#list.popup.hidden = true;
    this.control.setAttribute("aria-expanded", "false");
    this.control.removeAttribute("aria-activedescendant");
    this.#show();
  }

  #fill() {
    const none = this.#isRequired || this.#isMultiple ? [] : [{ id: "", name: this.#empty }];
    this.#list.fill([...none, ...this.#choices]);
    this.#list.mark(this.#marked());
    this.#isFilled = true;
  }

  get #empty() {
    return this.#isMultiple && this.#chosen.size ? gettext("Add another") : this.#instead ?? this.#none;
  }

  #marked() {
    return this.#chosen.size ? this.#chosen : new Set([""]);
  }

  #typed() {
    this.#open();
    this.#icon.replaceChildren();
    this.#list.narrow(this.control.value);
    this.#pointOut();
  }

  /** @param {string} id */
  #choose(id) {
    this.value = this.#isMultiple ? this.#toggled(id) : id ? [id] : [];
    if (!this.#isMultiple) this.#close();
    else if (this.#isOpen) {
      this.#list.narrow("");
      this.#list.goTo(id);
      this.#pointOut();
    }
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** @param {string} id */
  #toggled(id) {
    if (this.#chosen.has(id)) return this.value.filter((each) => each !== id);
    const groups = new Map(this.#choices.map((choice) => [choice.id, choice.group?.id]));
    const group = groups.get(id);
    return [...this.value.filter((each) => !group || groups.get(each) !== group), id];
  }

  #show() {
    const chosen = this.#choices.filter(({ id }) => this.#chosen.has(id));
    this.control.placeholder = this.#state === "loading" ? gettext("Loading…") : this.#empty;
    if (this.#isMultiple) this.#chips.replaceChildren(...chosen.map((choice) => this.#chip(choice)));
    else this.#icon.replaceChildren(chosen[0]?.icon?.() ?? "");
    this.control.value = this.#isMultiple ? "" : chosen[0]?.name ?? "";
  }

  /** @param {Choice} choice */
  #chip({ id, name, icon }) {
    const remove = () => { this.#choose(id); this.control.focus(); };
    const button = element("button", { type: "button", class: "chip", onclick: remove, "aria-label": interpolate(gettext("Remove %(name)s"), { name }) },
      icon?.(), element("span", { dir: "auto" }, name), element("span", { "aria-hidden": "true" }, "×"));
    return element("li", {}, button);
  }

  #pointOut() {
    const { active } = this.#list;
    if (active) this.control.setAttribute("aria-activedescendant", active.id);
    else this.control.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || !this.#act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was meant for the list */
  #act({ key, altKey, shiftKey }) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE, Home: -Infinity, End: Infinity };
    const step = shiftKey ? undefined : steps[/** @type {keyof typeof steps} */ (key)];
    if (!this.#isOpen) {
      const isOpening = key === "Enter" || key === "ArrowDown" || key === "ArrowUp";
      if (isOpening) this.#browse();
      return isOpening;
    }
    if (key === "Enter") this.#list.active?.click();
    else if (key === "Escape" || (altKey && key === "ArrowUp")) this.#close();
    else if (step) this.#list.move(step);
    else return false;
    this.#pointOut();
    return true;
  }
}

customElements.define("linear-picker", LinearPicker);
