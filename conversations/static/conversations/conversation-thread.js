import { showLocalTimes } from "./local-time.js";

/**
 * `<conversation-thread src="…">` holds the messages, and fetches them again from `src` whenever a
 * `conversation-changed` event reaches the document. Without scripts it is a plain box.
 */
class ConversationThread extends HTMLElement {
  #refresh = () => void this.refresh();
  #asked = 0;
  #shown = 0;

  connectedCallback() {
    document.addEventListener("conversation-changed", this.#refresh);
  }

  disconnectedCallback() {
    document.removeEventListener("conversation-changed", this.#refresh);
  }

  async refresh() {
    const number = ++this.#asked;
    const text = await this.#fetched();
    // A newer answer may have overtaken it.
    if (text === null || number < this.#shown) return;
    this.#shown = number;
    const page = new DOMParser().parseFromString(text, "text/html");
    showLocalTimes(page);
    this.replaceChildren(...page.body.childNodes);
  }

  /** @returns {Promise<string | null>} null without an answer: what is shown stays */
  async #fetched() {
    try {
      const response = await fetch(this.getAttribute("src") ?? "", { headers: { Accept: "text/html" } });
      // A redirect leads to the sign-in page, which is no thread.
      return response.ok && !response.redirected ? await response.text() : null;
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    }
  }
}

customElements.define("conversation-thread", ConversationThread);
