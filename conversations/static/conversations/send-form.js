import { gettext } from "./i18n.js";

/**
 * Sends a form without leaving the page, as it would have been sent by the browser.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [submitter]
 * @returns {Promise<{error: string}>} empty if it was done, else why not, for people
 */
export async function sendForm(form, submitter = null) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) body.append(name, String(value));
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    return { error: await problem(response) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { error: gettext("The server can't be reached. Nothing is lost: try again.") };
  }
}

/** @param {Response} response */
async function problem(response) {
  if (response.status === 204) return "";
  if (response.redirected) return gettext("You have been signed out. Sign in in another tab, then reload this page.");
  if (response.status === 422) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector(".field-error")?.textContent?.trim() || gettext("The server refused this.");
  }
  if (response.status === 403) return gettext("This page has become too old to send anything. Reload it; what you wrote is kept.");
  if (response.status === 404) return gettext("This conversation is not there any more, or you no longer see it.");
  return gettext("Something went wrong on the server. Nothing is lost: try again.");
}
