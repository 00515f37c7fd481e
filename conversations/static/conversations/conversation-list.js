import { LiveFragment } from "./live-fragment.js";
import { showLocalTimes } from "./local-time.js";

const EVERY_MILLISECONDS = 15_000;

/** `<conversation-list src="…">` keeps the list's tabs and rows as they are on the server. */
class ConversationList extends HTMLElement {
  #live = new LiveFragment(this.getAttribute("src") ?? "", (part) => this.#show(part), { every: EVERY_MILLISECONDS });

  connectedCallback() {
    this.#live.start();
  }

  disconnectedCallback() {
    this.#live.stop();
  }

  /** The focus stays on the same link, wherever it has moved to. @param {Document} part */
  #show(part) {
    showLocalTimes(part);
    const focused = this.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
    this.replaceChildren(...part.body.childNodes);
    const same = [...this.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused);
    same?.focus({ preventScroll: true });
  }
}

customElements.define("conversation-list", ConversationList);
