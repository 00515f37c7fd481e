/**
 * Whether Linear answers, as far as the sidebar has seen. While it doesn't, writes are held back; after
 * the time that the server named, or half a minute, the next one may try.
 */

const PATIENCE_SECONDS = 30;
const DOWN = new Set(["linear_unavailable", "linear_timeout"]);

export class Availability extends EventTarget {
  isDown = false;
  #timer = 0;

  /** Linear itself has answered. */
  answered() {
    clearTimeout(this.#timer);
    this.#set(false);
  }

  /** Linear was asked, and did not answer. @param {number} [seconds] until it may be asked again */
  failed(seconds = PATIENCE_SECONDS) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set(false), seconds * 1000);
    this.#set(true);
  }

  /** @param {unknown} error of a call to the API */
  note(error) {
    const { code, retryAfter } = /** @type {import("./api.js").ApiError} */ (error);
    if (DOWN.has(code)) this.failed(retryAfter);
  }

  /** @param {boolean} isDown */
  #set(isDown) {
    if (this.isDown === isDown) return;
    this.isDown = isDown;
    this.dispatchEvent(new Event("change"));
  }
}
