import { coloured } from "./elements.js";

const SVG = "http://www.w3.org/2000/svg";

/** What is drawn in the circle of each type; a type that we don't know gets the bare circle. */
const INSIDE = new Map(Object.entries({
  triage: "M5 8h6M8 5.5 10.5 8 8 10.5",
  started: "M8 4.5a3.5 3.5 0 0 1 0 7z",
  completed: "M5 8.2l2 2 4-4.2",
  canceled: "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
  duplicate: "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
}));

/**
 * A workflow state as an icon; its name stands beside it as text.
 *
 * @param {{type: string, color: string}} state
 * @returns {SVGSVGElement}
 */
export function stateIcon(state) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({
    viewBox: "0 0 16 16", width: "14", height: "14", class: "state-icon", "data-type": state.type, "aria-hidden": "true",
  })) svg.setAttribute(name, value);
  const circle = document.createElementNS(SVG, "circle");
  for (const [name, value] of Object.entries({ cx: "8", cy: "8", r: "6" })) circle.setAttribute(name, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", INSIDE.get(state.type) ?? "");
  svg.append(circle, path);
  return coloured(svg, state.color);
}
