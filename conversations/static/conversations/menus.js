/** Menus: `<details class="menu">`, which Escape and a click elsewhere close, too. */

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = /** @type {Element} */ (event.target).closest("details.menu[open]");
  if (menu) closeMenu(menu);
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
  }
});

/** The focus goes back to what opens it, if it was inside. @param {Element} menu */
export function closeMenu(menu) {
  const summary = menu.querySelector("summary");
  if (menu.contains(document.activeElement)) summary?.focus();
  menu.removeAttribute("open");
}
