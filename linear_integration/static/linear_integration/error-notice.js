import { gettext, interpolate } from "../conversations/i18n.js";
import { element } from "./elements.js";

/**
 * `<linear-error-notice>`: what went wrong, in words, with the code and the request's id for whoever
 * is asked about it. With `retry` it offers to try again; after a rate limit it counts down, and tries
 * again by itself when the time is over. Whose session has ended is sent to the sign-in page.
 */
export class LinearErrorNotice extends HTMLElement {
  #timer = 0;

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  /** @param {import("./api.js").ApiError} error @param {() => void} [retry] */
  show(error, retry) {
    clearInterval(this.#timer);
    const reference = [error.code, error.requestId && interpolate(gettext("request %(id)s"), { id: error.requestId })].filter(Boolean).join(" · ");
    const way = wayOn(error, retry);
    this.className = "notice error";
    // What counts down stands outside, or it would be read out each second.
    this.replaceChildren(
      element("div", { role: "alert" }, element("p", {}, error.message), element("p", { class: "small muted" }, reference)),
      ...(way ? [way] : []),
    );
    this.hidden = false;
    if (error.retryAfter && way) this.#countDown(way, error.retryAfter, retry);
  }

  clear() {
    clearInterval(this.#timer);
    this.hidden = true;
    this.replaceChildren();
  }

  /** @param {HTMLElement} way @param {number} seconds @param {() => void} [retry] */
  #countDown(way, seconds, retry) {
    const end = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      way.toggleAttribute("disabled", left > 0);
      way.textContent = left > 0 ? countdown(left, retry !== undefined) : way.dataset.then ?? "";
      if (left > 0) return;
      clearInterval(this.#timer);
      retry?.();
    };
    this.#timer = setInterval(tick, 1000);
    tick();
  }
}

/** @param {number} seconds @param {boolean} isByItself */
function countdown(seconds, isByItself) {
  if (seconds >= 120) return interpolate(gettext("Try again in %(minutes)s min"), { minutes: Math.ceil(seconds / 60) });
  const text = isByItself ? gettext("Trying again in %(seconds)s s") : gettext("Try again in %(seconds)s s");
  return interpolate(text, { seconds });
}

/**
 * What the person can do now.
 *
 * @param {import("./api.js").ApiError} error
 * @param {() => void} [retry]
 * @returns {HTMLElement | null}
 */
function wayOn(error, retry) {
  if (error.code === "not_authenticated") {
    const next = encodeURIComponent(location.pathname + location.search);
    return element("a", { class: "button", href: `/login?next=${next}` }, gettext("Sign in again"));
  }
  const again = gettext("Try again");
  if (retry) return element("button", { type: "button", onclick: retry, "data-then": again }, again);
  return error.retryAfter ? element("p", { class: "small", "data-then": gettext("You can try again now.") }) : null;
}

customElements.define("linear-error-notice", LinearErrorNotice);
