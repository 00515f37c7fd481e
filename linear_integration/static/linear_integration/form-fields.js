import { gettext } from "../conversations/i18n.js";
import { element, uniqueId } from "./elements.js";
import * as choices from "./issue-choices.js";
import { LinearPicker } from "./linear-picker.js";
import { LinearMarkdownField } from "./markdown-field.js";

/** @typedef {Record<string, any>} Values by the API's names of the fields; "" and [] stand for nothing */

/** The create form's fields: `rows` to place, and what to do with them. */
export class IssueFields {
  title = input("input", { name: "title", required: true, maxlength: 1000, autocomplete: "off" });
  description = /** @type {HTMLTextAreaElement} */ (/** @type {HTMLElement} */ (input("textarea", { name: "description", rows: 7 })));
  #markdown = new LinearMarkdownField(this.description);
  team = new LinearPicker({ name: "team_id", label: gettext("Team"), none: gettext("Choose a team"), isRequired: true });
  #due = input("input", { name: "due_date", type: "date" });
  #template = new LinearPicker({ name: "template_id", label: gettext("Template"), none: gettext("No template") });
  #state = new LinearPicker({ name: "state_id", label: gettext("Status"), none: gettext("Default") });
  #priority = new LinearPicker({ name: "priority", label: gettext("Priority"), none: gettext("No priority") });
  #assignee = new LinearPicker({ name: "assignee_id", label: gettext("Assignee"), none: gettext("Nobody") });
  #project = new LinearPicker({ name: "project_id", label: gettext("Project"), none: gettext("No project") });
  #labels = new LinearPicker({ name: "label_ids", label: gettext("Labels"), none: gettext("No labels"), isMultiple: true });
  #estimate = new LinearPicker({ name: "estimate", label: gettext("Estimate"), none: gettext("No estimate") });
  #texts = [this.title, this.description, this.#due];
  #ofTeam = [this.#template, this.#state, this.#assignee, this.#project, this.#labels, this.#estimate];
  #pickers = [this.team, this.#priority, ...this.#ofTeam];
  #templateNote = element("p", { class: "small muted" }, gettext("What you leave empty comes from the template."));
  #estimateRow = row(gettext("Estimate"), this.#estimate.control, this.#estimate);
  // Whether it is said which template is wanted, or that none is; else it is the team's own.
  #isTemplateKnown = false;

  constructor() {
    this.rows = [
      row(gettext("Title"), this.title), row(gettext("Description (Markdown)"), this.description, this.#markdown),
      pickerRow(this.team), pickerRow(this.#template, this.#templateNote),
      pair(pickerRow(this.#state), pickerRow(this.#priority)),
      pair(pickerRow(this.#assignee), pickerRow(this.#project)),
      pickerRow(this.#labels),
      pair(row(gettext("Due date"), this.#due), this.#estimateRow),
    ];
    this.#template.addEventListener("change", () => this.#followTemplate());
    this.#followTemplate();
    this.wait("waiting");
  }

  /** Nothing of a team's can be chosen now. @param {"waiting" | "loading"} why */
  wait(why) {
    for (const picker of this.#ofTeam) picker.state = why;
    this.#estimateRow.hidden = true;
  }

  /** @param {any} entities what the team's issues may carry; of what was chosen, it stays what they have */
  offer(entities) {
    this.#template.choices = choices.named(entities.templates);
    this.#state.choices = choices.states(entities.states);
    this.#assignee.choices = choices.people(entities.users);
    this.#project.choices = choices.coloured(entities.projects);
    this.#labels.choices = choices.coloured(entities.labels);
    this.#estimate.choices = choices.estimates(entities.estimates);
    for (const picker of this.#ofTeam) picker.state = "";
    this.#estimateRow.hidden = !entities.estimates.length;
    const { default_template: own } = entities;
    if (!this.#isTemplateKnown) this.values = { template_id: own?.id ?? "" };
  }

  /** Forgets what was chosen of a team's. */
  clearTeam() {
    for (const picker of this.#ofTeam) picker.value = [];
    this.#isTemplateKnown = false;
    this.#followTemplate();
  }

  /** @returns {Values} */
  get values() {
    const texts = this.#texts.map(({ name, value }) => [name, value]);
    const chosen = this.#pickers.map(({ control: { name }, value }) => [name, name === "label_ids" ? value : value[0] ?? ""]);
    const all = Object.fromEntries([...texts, ...chosen]);
    return this.#isTemplateKnown ? all : { ...all, template_id: undefined };
  }

  /** Those that are not named stay as they are. @param {Values} values */
  set values(values) {
    const { value: before } = this.description;
    for (const control of this.#texts) control.value = values[control.name] ?? control.value;
    if (this.description.value !== before) this.#markdown.write();
    for (const picker of this.#pickers) {
      const value = values[picker.control.name];
      if (value !== undefined) picker.value = [value ?? ""].flat().map(String).filter(Boolean);
    }
    this.#isTemplateKnown ||= values.template_id !== undefined;
    this.#followTemplate();
  }

  /** Adds to the description, and leads to its end. @param {string} markdown */
  extendDescription(markdown) {
    const { description } = this;
    this.values = { description: [description.value.trimEnd(), markdown].filter(Boolean).join("\n\n") };
    description.focus();
    description.setSelectionRange(description.value.length, description.value.length);
    description.scrollTop = description.scrollHeight;
  }

  /** @param {{title: string, description: string}} texts what the next issue begins with */
  reset(texts) {
    this.clearTeam();
    this.values = { ...texts, team_id: "", priority: "", due_date: "" };
    this.wait("waiting");
  }

  /** @returns {Values} what the API is sent: only what was given */
  body() {
    const { priority, estimate, title, ...more } = this.values;
    const numbers = Object.entries({ priority, estimate }).filter(([, value]) => value).map(([name, value]) => [name, Number(value)]);
    const given = Object.entries(more).filter(([, value]) => value?.length);
    return { title: title.trim(), ...Object.fromEntries([...given, ...numbers]) };
  }

  /**
   * @param {Record<string, string[]>} errors by the API's names of the fields
   * @returns {boolean} whether one of them is at a field, the first of which has the focus now
   */
  showErrors(errors) {
    for (const old of this.rows.flatMap((each) => [...each.querySelectorAll(".field-error")])) old.remove();
    const inOrder = this.rows.flatMap((each) => [...each.querySelectorAll("[name]")]);
    const controls = /** @type {HTMLInputElement[]} */ (inOrder);
    for (const control of controls) markError(control, errors[control.name]);
    if (errors.description) this.#markdown.write();
    const first = controls.find((control) => control.hasAttribute("aria-invalid"));
    first?.focus();
    return first !== undefined;
  }

  /** What "nothing chosen" means, which with a template is not nothing. */
  #followTemplate() {
    const isChosen = this.#template.value.length > 0;
    this.#templateNote.hidden = !isChosen;
    // To have no priority is a choice of its own only where the template may have another.
    this.#priority.choices = choices.priorities().filter(({ id }) => isChosen || id !== "0");
    for (const picker of [this.#priority, ...this.#ofTeam]) {
      if (picker !== this.#template) picker.none = isChosen ? gettext("By template") : null;
    }
  }
}

/** @param {string} tag @param {Record<string, unknown>} attributes */
function input(tag, attributes) {
  return /** @type {HTMLInputElement} */ (element(tag, { id: uniqueId("field"), ...attributes }));
}

/** @param {string} text @param {HTMLElement} control which the label is for @param {...HTMLElement} shown instead of it */
function row(text, control, ...shown) {
  return element("div", { class: "field" }, element("label", { for: control.id }, text), ...(shown.length ? shown : [control]));
}

/** @param {LinearPicker} picker @param {...HTMLElement} more */
function pickerRow(picker, ...more) {
  return row(picker.label, picker.control, picker, ...more);
}

/** @param {...HTMLElement} rows */
function pair(...rows) {
  return element("div", { class: "pair" }, ...rows);
}

/** @param {HTMLElement} control @param {string[] | undefined} problems */
function markError(control, problems) {
  control.removeAttribute("aria-invalid");
  control.removeAttribute("aria-describedby");
  if (!problems?.length) return;
  const id = uniqueId("error");
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", id);
  (control.closest("linear-picker") ?? control).after(element("span", { id, class: "field-error" }, problems.join(" ")));
}
