/** How texts are compared: by their words, without case and accents. */

const SHORTEST_WORD = 3;
// "export", "exports" and "exported" count as one.
const STEM = 6;

/** @param {string} text @returns {string} without case and accents */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** @param {string} one @param {string} other @returns {boolean} whether they share two words, or all that one of them has */
export function areSimilar(one, other) {
  const words = stems(one), others = stems(other);
  const shared = [...words].filter((word) => others.has(word)).length;
  return shared > 0 && shared >= Math.min(2, words.size, others.size);
}

/** @param {string} text */
function stems(text) {
  const words = folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => word.length >= SHORTEST_WORD).map((word) => word.slice(0, STEM)));
}
