/**
 * A key that no other write has: sent again after a lost answer, the write is recognized by it.
 *
 * @returns {string} 32 hexadecimal digits; crypto.randomUUID is only there under https
 */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
