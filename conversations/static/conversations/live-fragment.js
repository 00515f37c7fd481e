const EVERY_MILLISECONDS = 4000;
const LONGEST_MILLISECONDS = 60_000;

/**
 * Asks the server for a part of the page again and again while the page is visible, and shows it when
 * it has changed (ETag, 304). After a failure it waits longer; who has been signed out is left alone.
 */
export class LiveFragment {
  #url;
  #show;
  #every;
  #wait;
  #tag;
  #asked = 0;
  #shown = 0;
  #running = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #onVisibility = () => { if (document.hidden) clearTimeout(this.#timer); else void this.refresh(); };

  /**
   * @param {string} url
   * @param {(part: Document) => void} show
   * @param {{tag?: string | null, every?: number}} [options] the ETag of what the page shows already;
   *   `every` is in milliseconds
   */
  constructor(url, show, { tag = null, every = EVERY_MILLISECONDS } = {}) {
    this.#url = url;
    this.#show = show;
    this.#tag = tag ?? "";
    this.#every = this.#wait = every;
  }

  start() {
    this.#running = true;
    document.addEventListener("visibilitychange", this.#onVisibility);
    this.#later();
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#onVisibility);
  }

  /** Asks at once. */
  async refresh() {
    clearTimeout(this.#timer);
    const number = ++this.#asked;
    const response = await fetched(this.#url, this.#tag);
    const text = response?.ok ? await response.text().catch(() => null) : null;
    if (isOver(response)) return this.stop();
    this.#wait = response && response.status < 400 ? this.#every : Math.min(this.#wait * 2, LONGEST_MILLISECONDS);
    // A newer answer may have overtaken it.
    if (response && text !== null && number > this.#shown) {
      this.#shown = number;
      this.#tag = response.headers.get("ETag") ?? "";
      this.#show(new DOMParser().parseFromString(text, "text/html"));
    }
    this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    if (this.#running && !document.hidden) this.#timer = setTimeout(() => void this.refresh(), this.#wait);
  }
}

/** @param {string} url @param {string} tag @returns {Promise<Response | null>} null without an answer */
async function fetched(url, tag) {
  try {
    return await fetch(url, { headers: { Accept: "text/html", ...(tag && { "If-None-Match": tag }) } });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** A redirect leads to the sign-in page; what is gone does not come back. @param {Response | null} response */
function isOver(response) {
  return response !== null && (response.redirected || [403, 404].includes(response.status));
}
