import { element } from "./elements.js";

/**
 * `<linear-error-notice>`: what went wrong, in words, with the code and the request's id for whoever
 * is asked about it. With `retry` it offers to try again; after a rate limit
 * it counts down until the time is over. Whose session has ended is sent to the sign-in page.
 */
export class LinearErrorNotice extends HTMLElement {
  #timer = 0;

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  /** @param {import("./api.js").ApiError} error @param {() => void} [retry] */
  show(error, retry) {
    clearInterval(this.#timer);
    const reference = [error.code, error.requestId && `request ${error.requestId}`].filter(Boolean).join(" · ");
    const way = wayOn(error, retry);
    this.className = "notice error";
    // What counts down stands outside, or it would be read out each second.
    this.replaceChildren(
      element("div", { role: "alert" }, element("p", {}, error.message), element("p", { class: "small muted" }, reference)),
      ...(way ? [way] : []),
    );
    this.hidden = false;
    if (error.retryAfter && way) this.#countDown(way, error.retryAfter);
  }

  clear() {
    clearInterval(this.#timer);
    this.hidden = true;
    this.replaceChildren();
  }

  /** @param {HTMLElement} way @param {number} seconds */
  #countDown(way, seconds) {
    const end = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      way.toggleAttribute("disabled", left > 0);
      way.textContent = left > 0 ? `Try again in ${left} s` : way.dataset.then ?? "";
      if (left <= 0) clearInterval(this.#timer);
    };
    tick();
    this.#timer = setInterval(tick, 1000);
  }
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
    return element("a", { class: "button", href: `/login?next=${next}` }, "Sign in again");
  }
  if (retry) return element("button", { type: "button", onclick: retry, "data-then": "Try again" }, "Try again");
  return error.retryAfter ? element("p", { class: "small", "data-then": "You can try again now." }) : null;
}

customElements.define("linear-error-notice", LinearErrorNotice);
