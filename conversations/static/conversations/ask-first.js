/**
 * A link to a page that asks before it does something opens the question as a dialog here, when the
 * page has it: `<a href="…" data-asks="ID">` and `<dialog id="ID">`.
 *
 * The browser puts the focus on what is `autofocus` in the dialog, closes it on Escape, and puts the
 * focus back on the link.
 */

/** @param {Element} link */
const dialogOf = (link) => document.getElementById(link.getAttribute("data-asks") ?? "");

for (const link of document.querySelectorAll("a[data-asks]")) {
  if (dialogOf(link)) link.setAttribute("aria-haspopup", "dialog");
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-asks]") : null;
  const dialog = link && dialogOf(link);
  const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
  if (isElsewhere || !(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  dialog.showModal();
});
