import { element, uniqueId } from "./elements.js";

/**
 * The list below a combobox, by the ARIA Authoring Practices: the focus stays in the box, whose
 * `aria-activedescendant` names the option that Enter chooses.
 */
export class OptionList {
  #input;
  #active = -1;
  // Home and End belong to the text until an arrow has led into the list.
  #isEntered = false;
  list;

  /** @param {HTMLInputElement} input the combobox @param {string} label */
  constructor(input, label) {
    const id = uniqueId("options");
    this.#input = input;
    this.list = element("ul", { id, role: "listbox", "aria-label": label, class: "results", hidden: true });
    const states = { role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(states)) input.setAttribute(name, value);
  }

  /** @param {HTMLElement[]} options as `option` makes them @param {number} [active] the one that Enter chooses */
  show(options, active = -1) {
    this.list.replaceChildren(...options);
    this.list.hidden = !options.length;
    this.#input.setAttribute("aria-expanded", String(options.length > 0));
    this.#isEntered = false;
    this.activate(active);
  }

  /** @param {number} index -1 for none */
  activate(index) {
    this.#active = index;
    [...this.list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
    const active = this.list.children[index];
    active?.scrollIntoView({ block: "nearest" });
    if (active) this.#input.setAttribute("aria-activedescendant", active.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the list has taken the key */
  take({ key }) {
    const count = this.list.childElementCount;
    if (!count) return false;
    const last = count - 1;
    if (key === "ArrowDown") this.#enter(this.#active < last ? this.#active + 1 : 0);
    else if (key === "ArrowUp") this.#enter(this.#active > 0 ? this.#active - 1 : last);
    else if (key === "Home" && this.#isEntered) this.activate(0);
    else if (key === "End" && this.#isEntered) this.activate(last);
    else if (key === "Enter") /** @type {HTMLElement | undefined} */ (this.list.children[this.#active])?.click();
    else {
      this.#isEntered &&= key !== "ArrowLeft" && key !== "ArrowRight";
      return false;
    }
    return true;
  }

  /** @param {number} index */
  #enter(index) {
    this.#isEntered = true;
    this.activate(index);
  }
}

/** @param {() => void} choose @param {...(Node | string | false)} content */
export function option(choose, ...content) {
  const item = element("li", { id: uniqueId("option"), role: "option", "aria-selected": "false", onclick: choose }, ...content);
  // Keeps the focus in the box, where the keys are listened for.
  item.addEventListener("mousedown", (event) => event.preventDefault());
  return item;
}
