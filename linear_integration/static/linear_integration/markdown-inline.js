import { element, webAddress } from "./elements.js";

/**
 * Markdown inside a paragraph: code, bold, italic, struck out, links and line breaks. One pass
 * over the text: whatever can't be closed stays as it was typed, and beyond a depth nothing is opened.
 */

// How deep emphasis and links may stand in each other.
const DEEPEST = 12;
const TOKEN = new RegExp([
  /\\[!-/:-@[-`{-~\n]/, // what is escaped, or a line that is broken by a backslash
  /`+/,
  /\*+|_+|~~/,
  /!?\[/,
  /\]\([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*(?:[ \t]+"[^"\n]*")?\)/, // ](address "title")
  /\]/,
  /<https?:\/\/[^\s<>]+>/,
  /https?:\/\/[^\s<>()[\]]+/,
  /\n/,
].map((part) => part.source).join("|"), "gi");
const TAGS = new Map(Object.entries({ "*": "em", "**": "strong", "_": "em", "__": "strong", "~~": "del" }));

/**
 * @typedef {{mark: string, nodes: DocumentFragment}} Frame `mark` has opened it
 * @typedef {{text: string, at: number}} Token
 */

/** @param {string} text @returns {DocumentFragment} */
export function inlineMarkdown(text) {
  return new Inline(text).read();
}

class Inline {
  #text;
  /** @type {Token[]} */ #tokens;
  /** @type {Map<string, number>} where the last run of so many backticks is */ #lastRuns = new Map();
  /** @type {Frame[]} the innermost is the last */ #frames = [frame("")];

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
    this.#tokens = [...text.matchAll(TOKEN)].map((found) => ({ text: found[0], at: found.index }));
    this.#tokens.forEach((token, index) => { if (token.text[0] === "`") this.#lastRuns.set(token.text, index); });
  }

  read() {
    let end = 0;
    for (let index = 0; index < this.#tokens.length; index += 1) {
      const token = this.#tokens[index];
      this.#add(this.#text.slice(end, token.at));
      if (token.text[0] === "`") index = this.#code(index);
      else this.#take(token);
      end = this.#tokens[index].at + this.#tokens[index].text.length;
    }
    this.#add(this.#text.slice(end));
    while (this.#frames.length > 1) this.#leaveOpen();
    return this.#frames[0].nodes;
  }

  /** @param {Token} token */
  #take(token) {
    const { text } = token;
    if (text === "\n" || text === "\\\n") this.#add(element("br"));
    else if (text[0] === "\\") this.#add(text[1]);
    else if (text === "[" || text === "![") this.#open(text);
    else if (text[0] === "]") this.#closeLink(text);
    else if (text[0] === "<") this.#link(text.slice(1, -1));
    else if (/^h/i.test(text)) this.#bareAddress(text);
    else this.#emphasis(token);
  }

  /** @param {number} index of a run of backticks @returns {number} the token that ends it */
  #code(index) {
    const { text, at } = this.#tokens[index];
    if ((this.#lastRuns.get(text) ?? index) === index) {
      this.#add(text);
      return index;
    }
    let last = index + 1;
    while (this.#tokens[last].text !== text) last += 1;
    const inside = this.#text.slice(at + text.length, this.#tokens[last].at).replaceAll("\n", " ");
    const isPadded = inside.startsWith(" ") && inside.endsWith(" ") && inside.trim() !== "";
    this.#add(element("code", {}, isPadded ? inside.slice(1, -1) : inside));
    return last;
  }

  /** A run of marks first closes what it can, and the rest opens. @param {Token} token */
  #emphasis({ text, at }) {
    const before = this.#text[at - 1] ?? " ", after = this.#text[at + text.length] ?? " ";
    const isInWord = text[0] === "_" && /\w/.test(before) && /\w/.test(after);
    let left = text.length;
    if (!isInWord && /\S/.test(before)) {
      for (let mark = this.#innermost(text[0]); mark && mark.length <= left; mark = this.#innermost(text[0])) {
        this.#close(mark);
        left -= mark.length;
      }
    }
    const canOpen = !isInWord && /\S/.test(after) && left <= 3;
    if (!canOpen) return this.#add(text.slice(0, left));
    if (left >= 2) this.#open(text.slice(0, 2));
    if (left % 2) this.#open(text[0]);
  }

  /** @param {string} letter @returns {string} the mark that the innermost frame of this kind began with */
  #innermost(letter) {
    return this.#frames.findLast(({ mark }) => mark.startsWith(letter))?.mark ?? "";
  }

  /** @param {string} mark */
  #open(mark) {
    if (this.#frames.length > DEEPEST) this.#add(mark);
    else this.#frames.push(frame(mark));
  }

  /** @param {string} mark that is open */
  #close(mark) {
    while (this.#top.mark !== mark) this.#leaveOpen();
    const { nodes } = /** @type {Frame} */ (this.#frames.pop());
    this.#add(element(TAGS.get(mark) ?? "span", {}, nodes));
  }

  /** @param {string} text "]" and perhaps an address */
  #closeLink(text) {
    const mark = this.#frames.findLast((frame) => frame.mark.endsWith("["))?.mark;
    const address = text.length > 1 && webAddress(text.slice(2, -1).split(/[ \t]/, 1)[0]);
    if (!mark) return this.#add(text);
    while (this.#top.mark !== mark) this.#leaveOpen();
    if (!address) {
      this.#leaveOpen();
      return this.#add(text);
    }
    const { nodes } = /** @type {Frame} */ (this.#frames.pop());
    this.#link(address, nodes.hasChildNodes() ? nodes : address);
  }

  /** @param {string} text an address, and what may follow it in a sentence */
  #bareAddress(text) {
    let length = text.length;
    while (".,:;!?'\"*_~".includes(text[length - 1])) length -= 1;
    this.#link(text.slice(0, length));
    this.#add(text.slice(length));
  }

  /** @param {string} address @param {Node | string} text */
  #link(address, text = address) {
    // No link stands in a link.
    const isInLink = this.#frames.some(({ mark }) => mark.endsWith("["));
    this.#add(isInLink ? text : element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text));
  }

  /** What is not closed was no mark. */
  #leaveOpen() {
    const { mark, nodes } = /** @type {Frame} */ (this.#frames.pop());
    this.#top.nodes.append(mark, nodes);
  }

  /** @param {Node | string} node */
  #add(node) {
    if (node !== "") this.#top.nodes.append(node);
  }

  get #top() {
    return this.#frames[this.#frames.length - 1];
  }
}

/** @param {string} mark @returns {Frame} */
function frame(mark) {
  return { mark, nodes: document.createDocumentFragment() };
}
