/**
 * Whether Linear answers, as far as the sidebar has seen. While it doesn't, writes are held back; after
 * the time that the server named, or half a minute, the next one may try.
 */

const PATIENCE_SECONDS = 30;
const DOWN = new Set(["linear_unavailable", "linear_timeout"]);

/** @param {unknown} error of a call to the API @returns {boolean} whether it says that Linear doesn't answer */
export function saysDown(error) {
  return DOWN.has(/** @type {import("./api.js").ApiError} */ (error).code);
}

export class Availability extends EventTarget {
  isDown = false;
  #timer = 0;
  #limitedUntil = 0;

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
    const { retryAfter } = /** @type {import("./api.js").ApiError} */ (error);
    if (saysDown(error)) this.failed(retryAfter);
  }

  /** Whether what nobody waits for is better not asked now: there were too many requests. */
  get isLimited() {
    return Date.now() < this.#limitedUntil;
  }

  /** @param {number} [seconds] until there may be more requests */
  limited(seconds = PATIENCE_SECONDS) {
    this.#limitedUntil = Date.now() + seconds * 1000;
  }

  /** @param {boolean} isDown */
  #set(isDown) {
    if (this.isDown === isDown) return;
    this.isDown = isDown;
    this.dispatchEvent(new Event("change"));
  }
}
