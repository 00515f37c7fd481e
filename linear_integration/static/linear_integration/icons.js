import { coloured, element, webAddress } from "./elements.js";

/** Small pictures; what they mean always stands beside them as text. */

const SVG = "http://www.w3.org/2000/svg";

/** What is drawn in the circle of each type of state; a type that we don't know gets the bare circle. */
const INSIDE = new Map(Object.entries({
  triage: "M5 8h6M8 5.5 10.5 8 8 10.5",
  started: "M8 4.5a3.5 3.5 0 0 1 0 7z",
  completed: "M5 8.2l2 2 4-4.2",
  canceled: "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
  duplicate: "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
}));

/** No priority is a row of dashes, urgent a mark of exclamation, the others one to three bars. */
const NO_PRIORITY = "M2 8h3M6.5 8h3M11 8h3";
const URGENT = "M3 2.5h10a.5.5 0 0 1 .5.5v10a.5.5 0 0 1-.5.5H3a.5.5 0 0 1-.5-.5V3a.5.5 0 0 1 .5-.5zM8 5v3.5M8 10.8v.2";
const BARS = ["M3.5 13v-3", "M8 13V7", "M12.5 13V3"];

/** @param {{type: string, color: string}} state @returns {SVGSVGElement} */
export function stateIcon(state) {
  const svg = drawing("state-icon", INSIDE.get(state.type) ?? "");
  svg.dataset.type = state.type;
  svg.prepend(shape("circle", { cx: "8", cy: "8", r: "6" }));
  return coloured(svg, state.color);
}

/** @param {number} priority Linear's: 0 none, 1 urgent … 4 low @returns {SVGSVGElement} */
export function priorityIcon(priority) {
  if (priority === 1) return drawing("priority-icon urgent", URGENT);
  const bars = 5 - priority;
  if (bars < 1 || bars > 3) return drawing("priority-icon", NO_PRIORITY);
  const svg = drawing("priority-icon bars", BARS.slice(0, bars).join(""));
  svg.append(shape("path", { d: BARS.slice(bars).join(""), class: "faint" }));
  return svg;
}

/** @param {{name: string, avatar_url?: string | null}} person @returns {HTMLElement} initials, and the picture over them */
export function avatar(person) {
  const initials = person.name.split(/\s+/).map((word) => [...word][0] ?? "").join("").slice(0, 2).toUpperCase();
  const address = webAddress(person.avatar_url);
  const picture = address && element("img", { loading: "lazy", src: address, alt: "", width: 18, height: 18, onerror: (/** @type {Event} */ event) =>
    /** @type {Element} */ (event.target).remove() });
  return element("span", { class: "avatar", "aria-hidden": "true" }, initials, picture);
}

/** @param {string | null | undefined} color @returns {HTMLElement} */
export function dot(color) {
  return coloured(element("span", { class: "dot", "aria-hidden": "true" }), color);
}

/** @param {string} name @param {string} path */
function drawing(name, path) {
  const svg = /** @type {SVGSVGElement} */ (shape("svg", { viewBox: "0 0 16 16", width: "14", height: "14", class: name, "aria-hidden": "true" }));
  svg.append(shape("path", { d: path }));
  return svg;
}

/** @param {string} tag @param {Record<string, string>} attributes */
function shape(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
