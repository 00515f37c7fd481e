import { gettext, interpolate } from "../conversations/i18n.js";
import { element } from "./elements.js";
import { avatar, dot, priorityIcon } from "./icons.js";
import { priorityInWords } from "./priorities.js";
import { dueInWords, timeAgo } from "./times.js";

const OVER = new Set(["completed", "canceled", "duplicate"]);

/**
 * What a card says of its issue beside title and state.
 *
 * @param {import("./issue-card.js").LinkedIssue} link
 * @returns {(HTMLElement | "")[]}
 */
export function issueFacts({ issue, stale_since }) {
  return [
    element("ul", { class: "issue-facts small" },
      issue.priority ? fact(`priority-${issue.priority}`, priorityIcon(issue.priority), priorityInWords(issue)) : "",
      issue.assignee ? fact("", avatar(issue.assignee), issue.assignee.name) : issue.assignee === null && fact("muted", gettext("Unassigned")),
      issue.project && fact("", element("span", { class: "muted" }, gettext("Project")), " ", issue.project.name),
      due(issue),
      ...(issue.labels ?? []).map((/** @type {any} */ label) => fact("label", dot(label.color), label.name))),
    when(issue, stale_since),
  ];
}

/** @param {any} issue */
function due({ due_date, state }) {
  if (!due_date) return "";
  const { text, isOverdue } = dueInWords(due_date, OVER.has(state.type));
  return fact(isOverdue ? "overdue" : "", text);
}

/** @param {any} issue @param {string | null | undefined} staleSince */
function when({ updated_at }, staleSince) {
  if (!updated_at) return "";
  return element("p", { class: "issue-when small muted" },
    ...around(gettext("Updated %(time)s"), timeAgo(updated_at)),
    ...(staleSince ? [" · ", element("span", { class: "stale" }, ...around(gettext("last checked %(time)s"), timeAgo(staleSince)))] : []));
}

/** @param {string} text with a place for the time @param {Node} time */
function around(text, time) {
  const [before, after] = interpolate(text, { time: "\0" }).split("\0");
  return [before, time, after ?? ""];
}

/** @param {string} name @param {...(Node | string)} content */
function fact(name, ...content) {
  return element("li", { class: name || null, dir: "auto" }, ...content);
}
