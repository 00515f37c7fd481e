/**
 * Shows the times on the page in the reader's own time zone; the server writes them in UTC. What
 * `data-form` asks for is shown, and the exact moment is its title.
 */

import { language } from "./i18n.js";

const EXACT = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const TIME = new Intl.DateTimeFormat(language, { timeStyle: "short" });
const DAY = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const RELATIVE = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
const MINUTE = 60_000;
/** @type {[Intl.RelativeTimeFormatUnit, number][]} how long a unit lasts, in milliseconds */
const UNITS = [["day", 24 * 60 * MINUTE], ["hour", 60 * MINUTE], ["minute", MINUTE]];
const LONGEST_RELATIVE = 7 * 24 * 60 * MINUTE;

/** @type {Record<string, (date: Date) => string>} */
const FORMS = { time: (date) => TIME.format(date), day: (date) => DAY.format(date), relative };

/** @param {ParentNode} root */
export function showLocalTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const date = new Date(time.getAttribute("datetime") ?? "");
    if (Number.isNaN(date.valueOf())) continue;
    const form = /** @type {((date: Date) => string) | undefined} */ (FORMS[time.getAttribute("data-form") ?? ""]);
    const text = (form ?? EXACT.format)(date);
    // What is the same is left alone: people may have selected it.
    if (time.textContent !== text) time.textContent = text;
    if (form) time.setAttribute("title", EXACT.format(date));
  }
}

/** @param {Date} date */
function relative(date) {
  const ago = Date.now() - date.valueOf();
  if (ago > LONGEST_RELATIVE) return DAY.format(date);
  // Within a minute it is "now".
  const [unit, length] = UNITS.find(([, each]) => ago >= each) ?? ["second", Infinity];
  return RELATIVE.format(-Math.floor(ago / length), unit);
}

showLocalTimes(document);
setInterval(() => { if (!document.hidden) showLocalTimes(document); }, MINUTE);
