/** <copy-text data-copied="Copied">: a text to take along, with a button that copies it.
 *
 * Without scripts, or where the browser gives pages no clipboard, the field alone is there.
 */

class CopyText extends HTMLElement {
  connectedCallback() {
    const input = /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (this.querySelector("input, textarea"));
    const button = this.querySelector("button");
    if (!input || !button) return;
    input.addEventListener("focus", () => input.select());
    if (document.activeElement === input) input.select();
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => this.copy(input));
  }

  /** @param {HTMLInputElement | HTMLTextAreaElement} input */
  async copy(input) {
    try {
      await navigator.clipboard.writeText(input.value);
      this.say(this.dataset.copied ?? "");
    } catch {
      // The browser refused: the text stands selected, for the keyboard.
      this.say("");
      input.focus();
    }
  }

  /** @param {string} text */
  say(text) {
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = text;
  }
}

customElements.define("copy-text", CopyText);
