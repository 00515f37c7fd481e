import { LiveFragment } from "./live-fragment.js";
import { showLocalTimes } from "./local-time.js";
import { sendForm } from "./send-form.js";

const EVERY_MILLISECONDS = 15_000;

/**
 * `<notification-bell src="…">` keeps the number of unread notifications and the menu of the latest ones
 * as they are on the server.
 *
 * What there is of the conversation that the page shows counts as read when a person has it before their
 * eyes: it is the visible page that says so. Opening the address alone changes nothing, for browsers
 * open pages ahead of people, and behind their backs.
 */
class NotificationBell extends HTMLElement {
  #live = new LiveFragment(this.getAttribute("src") ?? "", (part) => this.#show(part), { every: EVERY_MILLISECONDS });
  #seen = () => void this.#markSeen();

  connectedCallback() {
    this.#details.addEventListener("toggle", () => { if (this.#details.open) void this.#live.refresh(); });
    document.addEventListener("visibilitychange", this.#seen);
    this.#live.start();
    this.#seen();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#seen);
    this.#live.stop();
  }

  /** @param {Document} part */
  #show(part) {
    showLocalTimes(part);
    const before = this.#number;
    const focused = this.#menu.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
    for (const name of [".bell-number", ".bell-menu"]) this.#find(name).replaceWith(part.querySelector(name) ?? "");
    const same = [...this.#menu.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused);
    same?.focus({ preventScroll: true });
    // The thread itself announces what is new in the conversation before the person's eyes.
    if (!this.#formOfSeen && this.#number > before) this.#find("[role=status]").textContent = this.#find(".bell-number .visually-hidden").textContent;
    this.#seen();
  }

  async #markSeen() {
    const form = this.#formOfSeen;
    if (document.hidden || !form || form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    const { error } = await sendForm(form);
    form.ariaBusy = null;
    if (!error) void this.#live.refresh();
  }

  /** @param {string} selector */
  #find(selector) { return /** @type {HTMLElement} */ (this.querySelector(selector)); }
  get #details() { return /** @type {HTMLDetailsElement} */ (this.querySelector("details")); }
  get #menu() { return this.#find(".bell-menu"); }
  get #number() { return Number(this.#find(".bell-number").dataset.number); }
  get #formOfSeen() { return /** @type {HTMLFormElement | null} */ (this.querySelector("form.when-seen")); }
}

customElements.define("notification-bell", NotificationBell);
