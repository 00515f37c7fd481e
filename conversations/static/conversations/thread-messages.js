/** The list of a thread's messages: what is new is put in, what is there stays as it is. */

import { gettext, interpolate, language, ngettext } from "./i18n.js";

const DAY = new Intl.DateTimeFormat(language, { dateStyle: "full" });

/**
 * Puts in the messages that are not there yet, each after the one that it follows.
 *
 * @param {Element} list
 * @param {Element} latest the same list, as the server has it now
 * @returns {Element[]} what was put in
 */
export function addMessages(list, latest) {
  const given = messagesOf(latest);
  const known = given.some((message) => hasMessage(list, message.id));
  // After a long sleep nothing may join what was shown to what there is now.
  if (!known) {
    list.replaceChildren(...latest.children);
    return messagesOf(list);
  }
  /** @type {Element[]} */ const added = [];
  /** @type {Element | null} */ let previous = null;
  for (const message of given) {
    const there = hasMessage(list, message.id);
    if (!there && previous) {
      previous.after(message);
      added.push(message);
    }
    previous = there ?? (previous && message);
  }
  return added;
}

/**
 * Puts earlier messages before those that are there.
 *
 * @param {Element} list
 * @param {Element} earlier
 */
export function addEarlier(list, earlier) {
  list.querySelector(".earlier")?.remove();
  list.prepend(...[...earlier.querySelectorAll(":scope > .earlier:first-child"), ...messagesOf(earlier)]);
}

/** Says where a day begins, in the reader's time zone. @param {Element} list */
export function showDays(list) {
  for (const day of list.querySelectorAll(":scope > .day")) day.remove();
  let last = "";
  for (const message of messagesOf(list)) {
    const day = DAY.format(new Date(message.querySelector("time")?.getAttribute("datetime") ?? ""));
    if (day !== last) message.before(dayLine(day));
    last = day;
  }
}

/** @param {Element[]} messages @returns {string} what a screen reader says of new messages */
export function announcement(messages) {
  if (messages.length > 1) {
    return interpolate(ngettext("%(count)s new message", "%(count)s new messages", messages.length), { count: messages.length });
  }
  const [message] = messages;
  const activity = message.querySelector(".activity-text")?.textContent;
  const name = message.querySelector("strong")?.textContent ?? "";
  return activity ?? interpolate(gettext("New message from %(name)s"), { name });
}

/** @param {Element} list */
function messagesOf(list) {
  return [...list.querySelectorAll(":scope > [id]")];
}

/** @param {Element} list @param {string} id */
function hasMessage(list, id) {
  return list.querySelector(`:scope > #${CSS.escape(id)}`);
}

/** @param {string} text */
function dayLine(text) {
  const line = document.createElement("li");
  line.className = "day";
  line.textContent = text;
  return line;
}
