/** Shows the times on the page in the reader's own time zone; the server writes them in UTC. */

const WITH_DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** @param {ParentNode} root */
export function showLocalTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const date = new Date(time.getAttribute("datetime") ?? "");
    if (!Number.isNaN(date.valueOf())) time.textContent = WITH_DATE.format(date);
  }
}

showLocalTimes(document);
