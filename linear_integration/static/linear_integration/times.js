/** Moments and days in words, in the page's language. */

import { gettext, interpolate, language } from "../conversations/i18n.js";
import { element } from "./elements.js";

const EXACT = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const DAY = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
// The narrow form of French is "-3 h".
const AGO = new Intl.RelativeTimeFormat(language, { style: language.startsWith("en") ? "narrow" : "short", numeric: "auto" });
/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [["year", 31_536_000], ["month", 2_592_000], ["week", 604_800], ["day", 86_400], ["hour", 3_600], ["minute", 60]];

/** @param {string} moment @returns {HTMLElement} "3h ago", with the exact time behind it */
export function timeAgo(moment) {
  return element("time", { class: "ago", datetime: moment, title: EXACT.format(new Date(moment)) }, ago(moment));
}

/** Says anew how long ago it was, of every such time. @param {ParentNode} root */
export function freshenTimes(root) {
  for (const time of root.querySelectorAll("time.ago")) {
    const text = ago(time.getAttribute("datetime") ?? "");
    if (time.textContent !== text) time.textContent = text;
  }
}

/** @param {string} day such as 2026-11-21 @param {boolean} isOver whether nobody waits for it any more */
export function dueInWords(day, isOver) {
  const date = DAY.format(new Date(`${day}T00:00:00Z`));
  const today = localDay(0);
  if (isOver || day > localDay(1)) return { text: interpolate(gettext("Due %(day)s"), { day: date }), isOverdue: false };
  if (day === today) return { text: gettext("Due today"), isOverdue: false };
  if (day > today) return { text: gettext("Due tomorrow"), isOverdue: false };
  return { text: interpolate(gettext("Overdue since %(day)s"), { day: date }), isOverdue: true };
}

/** @param {string} moment */
function ago(moment) {
  const seconds = Math.max(0, (Date.now() - new Date(moment).valueOf()) / 1000);
  const [unit, length] = UNITS.find(([, each]) => seconds >= each) ?? ["second", 0];
  return length ? AGO.format(-Math.floor(seconds / length), unit) : gettext("just now");
}

/** @param {number} later in days @returns {string} the reader's own day, as 2026-11-21 */
function localDay(later) {
  const day = new Date();
  day.setDate(day.getDate() + later);
  const pad = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}
