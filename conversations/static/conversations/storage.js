/**
 * What the browser keeps for a person: in this tab, or for good. In a frame of another site it may
 * refuse to keep anything; then it is kept until the page is left.
 */

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Kept */

/** @param {() => Storage} open @returns {Kept} */
function keptBy(open) {
  try {
    return open();
  } catch {
    return inPage();
  }
}

/** @returns {Kept} */
function inPage() {
  /** @type {Map<string, string>} */
  const values = new Map();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

export const inTab = keptBy(() => sessionStorage);
export const forGood = keptBy(() => localStorage);
