import { useToken } from "./credentials.js";

/**
 * The sidebar in a page of another helpdesk's. `<html data-parent data-seconds-left data-lifetime>`
 * says of which origin that page is, and how long tokens are good. The two send each other:
 *
 * - `{type: "bridge:height", height}`: how high the sidebar is, in CSS pixels
 * - `{type: "bridge:token-wanted"}`: the token ends soon, or has ended
 * - `{type: "bridge:token", token}`: the page's answer
 */

// So that the answer comes in time, even where the page's server is slow.
const MARGIN_SECONDS = 60;
// A page that answers with a token that is no good is not asked without end.
const PAUSE_MILLISECONDS = 10_000;

const { parent: origin = "", secondsLeft, lifetime } = document.documentElement.dataset;
let timer = 0;
let askedAt = -PAUSE_MILLISECONDS;

/** @param {string} type @param {object} [more] */
function tell(type, more) {
  if (window.parent !== window) window.parent.postMessage({ type: `bridge:${type}`, ...more }, origin);
}

function ask() {
  if (performance.now() - askedAt < PAUSE_MILLISECONDS) return;
  askedAt = performance.now();
  tell("token-wanted");
}

/** @param {string | undefined} seconds */
function askBefore(seconds) {
  clearTimeout(timer);
  timer = setTimeout(ask, Math.max(Number(seconds) - MARGIN_SECONDS, 0) * 1000);
}

/** Takes the token out of the address, where a person might copy it from. */
function tokenOfAddress() {
  const address = new URL(location.href);
  const token = address.searchParams.get("token") ?? "";
  address.searchParams.delete("token");
  history.replaceState(null, "", address);
  return token;
}

window.addEventListener("message", ({ origin: sender, source, data }) => {
  if (sender !== origin || source !== window.parent || data?.type !== "bridge:token") return;
  useToken(String(data.token));
  askBefore(lifetime);
  document.dispatchEvent(new CustomEvent("token-renewed"));
});
document.addEventListener("token-expired", ask);

useToken(tokenOfAddress());
if (secondsLeft) askBefore(secondsLeft);
new ResizeObserver(() => tell("height", { height: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body);
