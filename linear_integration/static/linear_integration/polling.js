/**
 * Asks again and again while the page can be seen, and at once when it can be seen again. After a
 * failure it waits twice as long each time, up to five minutes.
 */

const LONGEST_WAIT_MILLISECONDS = 300_000;

export class Polling {
  #ask;
  #period;
  #timer = 0;
  #failures = 0;
  #isOn = false;
  #seen = () => { if (!document.hidden) void this.now(); };

  /** @param {() => Promise<void>} ask rejects when it failed @param {number} periodMilliseconds */
  constructor(ask, periodMilliseconds) {
    this.#ask = ask;
    this.#period = periodMilliseconds;
  }

  start() {
    if (this.#isOn) return;
    this.#isOn = true;
    document.addEventListener("visibilitychange", this.#seen);
    this.#later();
  }

  stop() {
    this.#isOn = false;
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#seen);
  }

  async now() {
    clearTimeout(this.#timer);
    try {
      await this.#ask();
      this.#failures = 0;
    } catch {
      // Whoever asks has said what went wrong.
      this.#failures += 1;
    }
    this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    if (!this.#isOn) return;
    const wait = Math.min(this.#period * 2 ** this.#failures, LONGEST_WAIT_MILLISECONDS);
    this.#timer = setTimeout(() => { if (!document.hidden) void this.now(); }, wait);
  }
}
