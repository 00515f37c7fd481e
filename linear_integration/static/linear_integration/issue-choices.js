import { language } from "../conversations/i18n.js";
import { avatar, dot, priorityIcon, stateIcon } from "./icons.js";
import { PRIORITIES } from "./priorities.js";

/** What the API offers for a new issue, as choices of a picker. */

/** @typedef {import("./picker-list.js").Choice} Choice */

const { compare } = new Intl.Collator(language, { numeric: true });

/** @template {{name: string}} T @param {T[]} each @returns {T[]} */
const byName = (each) => [...each].sort((a, b) => compare(a.name, b.name));

/**
 * Teams stand under their workspace's name where there are several.
 *
 * @param {import("./api.js").Team[]} all
 * @param {Map<string, import("./api.js").Workspace>} workspaces
 * @returns {Choice[]}
 */
export function teams(all, workspaces) {
  const several = workspaces.size > 1;
  return byName(all).map(({ id, name, key, workspace_id }) => ({
    id, name: `${name} (${key})`, words: key, group: several ? workspaces.get(workspace_id) : null,
  }));
}

/** @param {any[]} all in their order @returns {Choice[]} */
export const states = (all) => all.map((state) => ({ id: state.id, name: state.name, icon: () => stateIcon(state) }));

/** @param {any[]} all @returns {Choice[]} */
export const people = (all) => byName(all).map((person) => ({
  id: person.id, name: person.name, icon: () => avatar(person), words: `${person.display_name} ${person.email}`,
}));

/** @param {any[]} all labels, which may be in groups, or projects @returns {Choice[]} */
export const coloured = (all) => byName(all).map(({ id, name, color, parent }) => ({ id, name, group: parent, icon: () => dot(color) }));

/** @param {any[]} all @returns {Choice[]} */
export const named = (all) => byName(all).map(({ id, name }) => ({ id, name }));

/** @param {{value: number, name: string}[]} all in their order @returns {Choice[]} */
export const estimates = (all) => all.map(({ value, name }) => ({ id: String(value), name }));

/** @returns {Choice[]} by Linear's numbers, none first */
export const priorities = () => PRIORITIES.map((name, number) => ({ id: String(number), name, icon: () => priorityIcon(number) }));
