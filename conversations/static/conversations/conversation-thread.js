import { interpolate, ngettext } from "./i18n.js";
import { LiveFragment } from "./live-fragment.js";
import { showLocalTimes } from "./local-time.js";
import { sendInPlace, replaceHead } from "./conversation-head.js";
import { addEarlier, addMessages, announcement, showDays } from "./thread-messages.js";

const NEAR_THE_END_PIXELS = 60;

/**
 * `<conversation-thread src="…">` holds a conversation's head and messages, and keeps them as they are
 * on the server: every few seconds, and whenever a `conversation-changed` event reaches the document.
 */
class ConversationThread extends HTMLElement {
  #live = new LiveFragment(this.getAttribute("src") ?? "", (part) => this.#show(part), { tag: this.getAttribute("tag") });
  #refresh = () => void this.#live.refresh();

  connectedCallback() {
    showDays(this.#list);
    sendInPlace(this);
    document.addEventListener("conversation-changed", this.#refresh);
    this.addEventListener("click", (event) => this.#clicked(event));
    this.#scroller.addEventListener("scroll", () => { if (this.#isAtEnd) this.#toEnd.hidden = true; });
    this.#live.start();
  }

  disconnectedCallback() {
    document.removeEventListener("conversation-changed", this.#refresh);
    this.#live.stop();
  }

  /** @param {Document} part */
  #show(part) {
    showLocalTimes(part);
    replaceHead(this, part);
    const latest = part.querySelector(".messages");
    if (latest && !this.hasAttribute("is-old")) this.#add(latest);
  }

  /** @param {Element} latest */
  #add(latest) {
    const wasAtEnd = this.#isAtEnd;
    /** @type {Element[]} */ let added = [];
    this.#keepingPlace(() => { added = addMessages(this.#list, latest); });
    if (!added.length) return;
    this.#status.textContent = announcement(added);
    if (wasAtEnd) this.#scrollToEnd();
    else this.#toEnd.hidden = false;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const link = /** @type {HTMLAnchorElement | null} */ (target.closest(".earlier a"));
    if (target === this.#toEnd) this.#showEnd();
    else if (link && !this.hasAttribute("is-old") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      void this.#loadEarlier(link);
    }
  }

  #showEnd() {
    this.#toEnd.hidden = true;
    this.#scrollToEnd();
    this.#scroller.focus({ preventScroll: true });
  }

  /** @param {HTMLAnchorElement} link */
  async #loadEarlier(link) {
    link.setAttribute("aria-busy", "true");
    const response = await fetch(`${this.getAttribute("src")}${new URL(link.href).search}`).catch(() => null);
    // The page that the link leads to says what is wrong, or asks to sign in.
    if (!response?.ok || response.redirected) return window.location.assign(link.href);
    const part = new DOMParser().parseFromString(await response.text(), "text/html");
    const earlier = part.querySelector(".messages");
    if (!earlier || !link.isConnected) return;
    showLocalTimes(earlier);
    const count = this.#list.children.length;
    this.#keepingPlace(() => addEarlier(this.#list, earlier));
    const shown = this.#list.children.length - count;
    this.#status.textContent = interpolate(ngettext("%(count)s earlier message is shown", "%(count)s earlier messages are shown", shown), { count: shown });
    const more = /** @type {HTMLElement | null} */ (this.#list.querySelector(".earlier a"));
    (more ?? this.#scroller).focus({ preventScroll: true });
  }

  /** What the reader looks at stays where it is. @param {() => void} change */
  #keepingPlace(change) {
    const top = this.#scroller.getBoundingClientRect().top;
    const seen = [...this.#list.children].find((line) => line.id && line.getBoundingClientRect().bottom > top);
    const before = seen?.getBoundingClientRect().top ?? 0;
    change();
    showDays(this.#list);
    if (seen?.isConnected) this.#scroller.scrollTop += seen.getBoundingClientRect().top - before;
  }

  // The thread is laid out from its end, where scrollTop is 0; above it is negative.
  get #isAtEnd() {
    return Math.abs(this.#scroller.scrollTop) < NEAR_THE_END_PIXELS;
  }

  #scrollToEnd() {
    this.#scroller.scrollTop = 0;
  }

  get #scroller() { return /** @type {HTMLElement} */ (this.querySelector(".thread")); }
  get #list() { return /** @type {HTMLElement} */ (this.querySelector(".messages")); }
  get #toEnd() { return /** @type {HTMLButtonElement} */ (this.querySelector(".to-end")); }
  get #status() { return /** @type {HTMLElement} */ (this.querySelector("[role=status]")); }
}

customElements.define("conversation-thread", ConversationThread);
