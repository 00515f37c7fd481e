import { element } from "./elements.js";

/**
 * `<linear-error-notice>`: what went wrong, in words, with the code and the request's id for whoever
 * is asked about it. With `retry` it offers to try again; after a rate limit, once the time is over.
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
    const button = retry && element("button", { type: "button", onclick: retry }, "Try again");
    this.className = "notice error";
    this.setAttribute("role", "alert");
    this.replaceChildren(
      element("p", {}, error.message),
      element("p", { class: "small muted" }, reference),
      ...(button ? [button] : []),
    );
    this.hidden = false;
    if (error.retryAfter && button instanceof HTMLButtonElement) this.#countDown(button, error.retryAfter);
  }

  clear() {
    clearInterval(this.#timer);
    this.hidden = true;
    this.replaceChildren();
  }

  /** @param {HTMLButtonElement} button @param {number} seconds */
  #countDown(button, seconds) {
    const end = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      button.disabled = left > 0;
      button.textContent = left > 0 ? `Try again in ${left} s` : "Try again";
      if (left <= 0) clearInterval(this.#timer);
    };
    tick();
    this.#timer = setInterval(tick, 1000);
  }
}

customElements.define("linear-error-notice", LinearErrorNotice);
