import { gettext } from "../conversations/i18n.js";

/** Linear's priorities in words, by their numbers. */
export const PRIORITIES = [gettext("No priority"), gettext("Urgent"), gettext("High"), gettext("Medium"), gettext("Low")];

/** @param {{priority: number, priority_label: string}} issue @returns {string} */
export function priorityInWords({ priority, priority_label }) {
  return PRIORITIES[priority] ?? priority_label;
}
