/**
 * Who asks the API: whoever has signed in, by the session's cookie and the page's CSRF token; or, in
 * a page of another helpdesk's, whoever the frame's token stands for. Then no cookie is sent at all.
 */

/** @type {string | null} */
let token = null;

/** Lets every request from now on carry this token. @param {string} next */
export function useToken(next) {
  token = next;
}

/** @param {RequestInit} init @returns {RequestInit} the request, with its right to be made */
export function withCredentials(init) {
  /** @type {Record<string, string>} */ const right = token === null
    ? { "X-CSRFToken": csrfToken() }
    // A cookie would say which language its reader chose.
    : { Authorization: `Embed ${token}`, "Accept-Language": document.documentElement.lang };
  return { ...init, credentials: token === null ? "same-origin" : "omit", headers: { ...init.headers, ...right } };
}

function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
}
