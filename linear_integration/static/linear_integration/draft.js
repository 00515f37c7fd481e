/** What a new issue says at first, from the conversation. */

/**
 * @typedef {{subject: string, quote: string, contact: string, number: string, url: string}} Source
 */

/**
 * The form's first content: the subject, and the customer's last words as a Markdown quote.
 *
 * @param {Source} source
 */
export function draftFor({ subject, quote, contact, number, url }) {
  const quoted = quote.trim() ? `${quoteOf(quote)}\n\n` : "";
  return { title: subject, description: `${quoted}${plain(contact)} in [conversation #${number}](${url})` };
}

/** @param {string} text @returns {string} the text as a Markdown quote */
export function quoteOf(text) {
  return text.trim().split(/\r?\n/).map((line) => `> ${line}`).join("\n");
}

/** @param {string} name @returns {string} the name, whose marks mean nothing in Markdown */
export function plain(name) {
  return name.replace(/([\\`*_[\]<>])/g, "\\$1");
}
