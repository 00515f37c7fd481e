/** A second click on a form's button sends nothing, as long as the answer to the first may come. */

const PATIENCE_MILLISECONDS = 5000;

/** @type {WeakSet<HTMLFormElement>} */
let sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  // Whoever stopped the page from loading may try again.
  setTimeout(() => sent.delete(form), PATIENCE_MILLISECONDS);
});

// Back shows the page as it was left.
window.addEventListener("pageshow", () => { sent = new WeakSet(); });
