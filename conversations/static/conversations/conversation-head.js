/** The head of a conversation: its status and its assignee, changed and refreshed in place. */

import { closeMenu } from "./menus.js";
import { sendForm } from "./send-form.js";

/** Lets the forms of the head be sent without leaving the page. @param {HTMLElement} thread */
export function sendInPlace(thread) {
  thread.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(thread, /** @type {SubmitEvent} */ (event));
  });
}

/**
 * Shows the head as the server has it now; an open menu stays open, and the focus where it was.
 *
 * @param {ParentNode} page
 * @param {ParentNode} latest
 */
export function replaceHead(page, latest) {
  const head = page.querySelector(".conversation-head");
  const newer = latest.querySelector(".conversation-head");
  if (!head || !newer) return;
  const focused = head.contains(document.activeElement) ? document.activeElement : null;
  for (const menu of head.querySelectorAll("details[open]")) newer.querySelector(`#${menu.id}`)?.setAttribute("open", "");
  head.replaceWith(newer);
  if (focused) counterpart(focused, newer)?.focus();
}

/** @param {HTMLElement} thread @param {SubmitEvent} event */
async function send(thread, event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  const { error } = await sendForm(form, event.submitter);
  form.ariaBusy = "false";
  const status = thread.querySelector("[role=status]");
  if (status) status.textContent = error;
  // What it was sent for in vain stays open, with the reason beside it.
  showError(form, error);
  if (error) return;
  const menu = form.closest("details");
  if (menu) closeMenu(menu);
  document.dispatchEvent(new CustomEvent("conversation-changed"));
}

/** @param {HTMLFormElement} form @param {string} error */
function showError(form, error) {
  form.querySelector(".field-error")?.remove();
  if (!error) return;
  const line = document.createElement("p");
  line.className = "field-error";
  line.textContent = error;
  form.append(line);
}

/** @param {Element} focused @param {Element} head @returns {HTMLElement | null | undefined} */
function counterpart(focused, head) {
  const menu = focused.closest("details")?.id;
  if (!menu) return /** @type {HTMLElement | null} */ (head.querySelector(`#${focused.id || "resolve"}`));
  const value = focused.getAttribute("value");
  const same = value === null ? null : [...head.querySelectorAll(`#${menu} button`)].find((button) => button.getAttribute("value") === value);
  return /** @type {HTMLElement | null} */ (same ?? head.querySelector(`#${menu} summary`));
}
