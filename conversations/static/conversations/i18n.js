/**
 * What scripts say to people, in the page's language. The strings in the scripts are English; their
 * translations are fetched once, from where `<html data-catalogue>` says, and a page in English
 * fetches nothing. Without an answer the page goes on in English.
 */

/** @typedef {Record<string, string | string[]>} Catalogue texts by their English; plural forms in order */

const page = document.documentElement;

/** For Intl: the page's language, with the reader's region where the browser names one (de-CH). */
export const language = navigator.languages.find((tag) => tag.split("-")[0] === page.lang) ?? (page.lang || "en");

const catalogue = await fetched(page.dataset.catalogue);
const plurals = new Intl.PluralRules(language);

/**
 * @param {string} text in English
 * @returns {string}
 */
export function gettext(text) {
  const found = Object.hasOwn(catalogue, text) ? catalogue[text] : text;
  return Array.isArray(found) ? found[0] : found;
}

/**
 * @param {string} one in English, for one
 * @param {string} more in English, for any other number
 * @param {number} count
 * @returns {string} the form for `count`; `interpolate` puts the number in
 */
export function ngettext(one, more, count) {
  const found = Object.hasOwn(catalogue, one) ? catalogue[one] : [one, more];
  // All of our languages have two forms, but they differ in which of them 0 takes.
  return Array.isArray(found) ? found[plurals.select(count) === "one" ? 0 : 1] : found;
}

/**
 * @param {string} text with places such as `%(name)s`
 * @param {Record<string, string | number>} values by the places' names
 * @returns {string}
 */
export function interpolate(text, values) {
  return text.replace(/%\((\w+)\)s/g, (place, name) => Object.hasOwn(values, name) ? String(values[name]) : place);
}

/**
 * @param {string | undefined} address
 * @returns {Promise<Catalogue>}
 */
async function fetched(address) {
  if (!address) return {};
  try {
    const response = await fetch(address);
    return response.ok ? await response.json() : {};
  } catch (error) {
    console.info("No translations:", error);
    return {};
  }
}
