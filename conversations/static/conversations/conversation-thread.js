import { showLocalTimes } from "./local-time.js";

/**
 * `<conversation-thread src="…">` holds the messages, and fetches them again from `src` whenever a
 * `conversation-changed` event reaches the document. Without scripts it is a plain box.
 */
class ConversationThread extends HTMLElement {
  #refresh = () => void this.refresh();

  connectedCallback() {
    document.addEventListener("conversation-changed", this.#refresh);
  }

  disconnectedCallback() {
    document.removeEventListener("conversation-changed", this.#refresh);
  }

  async refresh() {
    const response = await fetch(this.getAttribute("src") ?? "", { headers: { Accept: "text/html" } });
    // A redirect leads to the sign-in page, which is no thread.
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    showLocalTimes(page);
    this.replaceChildren(...page.body.childNodes);
  }
}

customElements.define("conversation-thread", ConversationThread);
