import { element, uniqueId } from "./elements.js";
import "./label-picker.js";

const PRIORITIES = ["No priority", "Urgent", "High", "Medium", "Low"];

/** The create form's fields: `rows` to place, and what to do with them. */
export function createFields() {
  const title = input("input", { name: "title", required: true, maxlength: 1000, autocomplete: "off" });
  const description = input("textarea", { name: "description", rows: 7 });
  const team = select({ name: "team_id", required: true });
  const project = select({ name: "project_id" });
  const assignee = select({ name: "assignee_id" });
  const state = select({ name: "state_id" });
  const priority = select({ name: "priority" });
  const due = input("input", { name: "due_date", type: "date" });
  const labels = /** @type {import("./label-picker.js").LinearLabelPicker} */ (element("linear-label-picker", { role: "group" }));
  const rows = [
    row("Title", title), row("Description (Markdown)", description), row("Team", team),
    element("div", { class: "pair" }, row("Status", state), row("Priority", priority)),
    element("div", { class: "pair" }, row("Assignee", assignee), row("Project", project)),
    row("Labels", labels), row("Due date", due),
  ];
  offerChoices(priority, PRIORITIES.map((name, number) => ({ id: String(number), name })), null);
  offer(null);

  /** @param {any} entities null while they are being asked for */
  function offer(entities) {
    for (const control of [state, assignee, project]) control.disabled = !entities;
    offerChoices(state, entities?.states ?? [], "Default");
    offerChoices(assignee, byName(entities?.users ?? []), "Nobody");
    offerChoices(project, byName(entities?.projects ?? []), "None");
    labels.labels = byName(entities?.labels ?? []);
  }

  /** @param {any[]} teams @param {Map<string, any>} workspaces @param {string} chosen */
  function offerTeams(teams, workspaces, chosen) {
    const several = workspaces.size > 1;
    const named = teams.map((each) => ({
      id: each.id,
      name: `${several ? `${workspaces.get(each.workspace_id)?.name ?? ""}: ` : ""}${each.name} (${each.key})`,
    }));
    offerChoices(team, byName(named), "Choose a team");
    team.value = named.length === 1 ? named[0].id : chosen;
    // A team that is gone leaves nothing chosen at all.
    if (team.selectedIndex < 0) team.value = "";
  }

  function body() {
    const chosen = { project_id: project.value, assignee_id: assignee.value, state_id: state.value, due_date: due.value };
    const given = Object.entries(chosen).filter(([, value]) => value);
    return {
      title: title.value.trim(), description: description.value, team_id: team.value,
      priority: Number(priority.value), label_ids: labels.value, ...Object.fromEntries(given),
    };
  }

  /** @param {Record<string, string[]>} errors by the API's names of the fields */
  function showErrors(errors) {
    for (const old of rows.flatMap((each) => [...each.querySelectorAll(".field-error")])) old.remove();
    const controls = [title, description, team, project, assignee, state, priority, due];
    for (const control of controls) markError(control, errors[control.getAttribute("name") ?? ""]);
    controls.find((control) => control.hasAttribute("aria-invalid"))?.focus();
  }

  return {
    rows, title, team, offer, offerTeams, body, showErrors,
    get text() { return { title: title.value, description: description.value }; },
    set text(text) { title.value = text.title ?? ""; description.value = text.description ?? ""; },
    /** @param {{title: string, description: string}} text */
    reset(text) { this.text = text; due.value = ""; priority.value = "0"; },
  };
}

/** @param {string} tag @param {Record<string, unknown>} attributes */
function input(tag, attributes) {
  return /** @type {HTMLInputElement} */ (element(tag, { id: uniqueId("field"), ...attributes }));
}

/** @param {Record<string, unknown>} attributes */
function select(attributes) {
  return /** @type {HTMLSelectElement} */ (element("select", { id: uniqueId("field"), ...attributes }));
}

/** @param {string} text @param {HTMLElement} control */
function row(text, control) {
  const id = uniqueId("label");
  const isNative = control.id !== "";
  if (!isNative) control.setAttribute("aria-labelledby", id);
  return element("div", { class: "field" },
    isNative ? element("label", { for: control.id }, text) : element("span", { id, class: "label-text" }, text), control);
}

/** @param {HTMLSelectElement} control @param {{id: string, name: string}[]} choices @param {string | null} empty */
function offerChoices(control, choices, empty) {
  const chosen = control.value;
  const first = empty === null ? [] : [element("option", { value: "" }, empty)];
  control.replaceChildren(...first, ...choices.map(({ id, name }) => element("option", { value: id }, name)));
  if (choices.some(({ id }) => id === chosen)) control.value = chosen;
}

/** @template {{name: string}} T @param {T[]} choices @returns {T[]} */
function byName(choices) {
  return [...choices].sort((a, b) => a.name.localeCompare(b.name));
}

/** @param {HTMLElement} control @param {string[] | undefined} problems */
function markError(control, problems) {
  control.removeAttribute("aria-invalid");
  control.removeAttribute("aria-describedby");
  if (!problems?.length) return;
  const id = uniqueId("error");
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", id);
  control.after(element("span", { id, class: "field-error" }, problems.join(" ")));
}
