/**
 * Builds an element. Text is always text, never HTML.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `true` sets an empty attribute, `false` and `null`
 *   none, and a function under `onclick`, `oninput`… listens.
 * @param {...(Node | string | null | false | undefined)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (value === true) {
      node.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, String(value));
    }
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) node.append(/** @type {Node | string} */ (child));
  }
  return node;
}

/**
 * A colour that came from Linear, as a custom property; anything but a hex colour is left out.
 *
 * @template {HTMLElement | SVGElement} T
 * @param {T} node
 * @param {string | null | undefined} color
 * @returns {T}
 */
export function coloured(node, color) {
  if (/^#[0-9a-f]{3,8}$/i.test(color ?? "")) node.style.setProperty("--linear-color", String(color));
  return node;
}

/**
 * An address that came from Linear; anything but http and https is left out.
 *
 * @param {string | null | undefined} url
 * @returns {string | null}
 */
export function webAddress(url) {
  return /^https?:\/\//i.test(url ?? "") ? String(url) : null;
}

let lastNumber = 0;

/** @param {string} name @returns {string} an id that no other element of the page has */
export function uniqueId(name) {
  lastNumber += 1;
  return `linear-${name}-${lastNumber}`;
}
