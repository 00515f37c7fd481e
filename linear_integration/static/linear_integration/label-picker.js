import { coloured, element } from "./elements.js";

/** @typedef {{id: string, name: string, color: string, parent: {id: string, name: string} | null}} Label */

/**
 * `<linear-label-picker>`: any number of labels, but of each group only one, as Linear has it.
 */
export class LinearLabelPicker extends HTMLElement {
  #summary = element("summary", {}, "None");
  #filter = /** @type {HTMLInputElement} */ (
    element("input", { type: "search", "aria-label": "Filter labels", placeholder: "Filter labels", oninput: () => this.#narrow() })
  );
  #list = element("div", { class: "label-list" });

  connectedCallback() {
    if (this.childElementCount) return;
    this.append(element("details", {}, this.#summary, this.#filter, this.#list));
    this.#list.addEventListener("change", (event) => this.#changed(/** @type {HTMLInputElement} */ (event.target)));
    // Enter in the filter must not send the form around it.
    this.#filter.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
    });
  }

  /** Those that were chosen, and are offered again, stay chosen. @param {Label[]} labels */
  set labels(labels) {
    const chosen = new Set(this.value);
    const groups = new Map([["", /** @type {Label[]} */ ([])]]);
    for (const label of labels) {
      const group = label.parent?.name ?? "";
      groups.set(group, [...(groups.get(group) ?? []), label]);
    }
    this.#list.replaceChildren(...[...groups].filter(([, members]) => members.length).map(groupOf));
    for (const box of this.#list.querySelectorAll("input")) box.checked = chosen.has(box.value);
    this.#filter.value = "";
    this.#filter.hidden = labels.length < 10;
    if (!labels.length) this.#list.append(element("p", { class: "small muted" }, "This team has no labels."));
    this.#summarise();
  }

  /** @returns {string[]} the ids of the chosen labels */
  get value() {
    return this.#chosen().map((box) => box.value);
  }

  /** @returns {HTMLInputElement[]} */
  #chosen() {
    return [...this.#list.querySelectorAll("input")].filter((box) => box.checked);
  }

  /** @param {HTMLInputElement} changed */
  #changed(changed) {
    for (const other of this.#chosen()) {
      if (changed.checked && other !== changed && changed.dataset.group && other.dataset.group === changed.dataset.group) {
        other.checked = false;
      }
    }
    this.#summarise();
  }

  #summarise() {
    this.#summary.textContent = this.#chosen().map((box) => box.dataset.name).join(", ") || "None";
  }

  #narrow() {
    const wanted = this.#filter.value.trim().toLowerCase();
    for (const row of this.#list.querySelectorAll("label")) {
      row.hidden = !(row.textContent ?? "").toLowerCase().includes(wanted);
    }
  }
}

/** @param {[string, Label[]]} group */
function groupOf([name, labels]) {
  const rows = labels.map((label) => {
    const data = { value: label.id, "data-name": label.name, "data-group": label.parent?.id };
    return element("label", { class: "choice" },
      element("input", { type: "checkbox", ...data }), coloured(element("span", { class: "label" }, label.name), label.color));
  });
  if (!name) return element("div", {}, ...rows);
  return element("fieldset", {}, element("legend", {}, `${name} (one)`), ...rows);
}

customElements.define("linear-label-picker", LinearLabelPicker);
