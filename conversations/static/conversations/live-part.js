import { LiveFragment } from "./live-fragment.js";
import { showLocalTimes } from "./local-time.js";

/** `<live-part src="…">` keeps a part of the page, without anything to focus in it, as it is on the server. */
class LivePart extends HTMLElement {
  #live = new LiveFragment(this.getAttribute("src") ?? "", (part) => {
    showLocalTimes(part);
    this.replaceChildren(...part.body.childNodes);
  });

  connectedCallback() {
    this.#live.start();
  }

  disconnectedCallback() {
    this.#live.stop();
  }
}

customElements.define("live-part", LivePart);
