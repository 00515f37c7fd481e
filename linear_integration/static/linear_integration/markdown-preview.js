import { element } from "./elements.js";
import { inlineMarkdown } from "./markdown-inline.js";

/**
 * Markdown as Linear will show it, near enough to look it over: paragraphs, headings, quotes, lists, code
 * and rules, built as nodes. HTML stays text, and no address but http and https becomes a link.
 */

// Deeper quotes and lists are shown as text, so that the time taken grows with the text alone.
const DEEPEST = 6;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})(?=\s|$)/;
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^ {0,3}([-*+]|\d{1,9}[.)])(?: +|$)/;
const TASK = /^\[([ x])\] /i;

/** @param {string} markdown @returns {DocumentFragment} */
export function renderMarkdown(markdown) {
  const lines = markdown.split(/\r?\n/).map((line) => line.replace(/^[ \t]+/, (indent) => indent.replaceAll("\t", "    ")));
  return blocks(lines, 0);
}

/** @param {string[]} lines @param {number} depth */
function blocks(lines, depth) {
  const found = document.createDocumentFragment();
  for (let start = 0; start < lines.length;) {
    const [node, length] = block(lines, start, depth);
    if (node) found.append(node);
    start += length;
  }
  return found;
}

/** @param {string[]} lines @param {number} start @param {number} depth @returns {[Node | null, number]} and how many lines it takes */
function block(lines, start, depth) {
  const line = lines[start];
  if (!line.trim()) return [null, 1];
  const fence = FENCE.exec(line);
  if (fence) return code(lines, start, fence[1]);
  const heading = HEADING.exec(line);
  if (heading) return [element(`h${Math.min(heading[1].length + 2, 6)}`, {}, inlineMarkdown(line.slice(heading[0].length).trim())), 1];
  if (RULE.test(line)) return [element("hr"), 1];
  if (depth < DEEPEST && QUOTE.test(line)) return quote(lines, start, depth);
  if (depth < DEEPEST && ITEM.test(line)) return list(lines, start, depth);
  return paragraph(lines, start);
}

/** @param {string[]} lines @param {number} start @param {string} fence @returns {[Node, number]} */
function code(lines, start, fence) {
  let end = start + 1;
  while (end < lines.length && !isFenceEnd(lines[end], fence)) end += 1;
  const text = lines.slice(start + 1, end).join("\n");
  return [element("pre", {}, element("code", {}, text)), end + 1 - start];
}

/** @param {string} line @param {string} fence */
function isFenceEnd(line, fence) {
  const marks = line.trim();
  return marks.startsWith(fence) && marks === fence[0].repeat(marks.length);
}

/** @param {string[]} lines @param {number} start @param {number} depth @returns {[Node, number]} */
function quote(lines, start, depth) {
  let end = start + 1;
  while (end < lines.length && (QUOTE.test(lines[end]) || goesOn(lines[end]))) end += 1;
  const inside = lines.slice(start, end).map((line) => line.replace(QUOTE, ""));
  return [element("blockquote", {}, blocks(inside, depth + 1)), end - start];
}

/** @param {string[]} lines @param {number} start @param {number} depth @returns {[Node, number]} */
function list(lines, start, depth) {
  const kind = kindOf(lines[start]);
  /** @type {string[][]} */ const items = [];
  let end = start;
  while (end < lines.length && ITEM.test(lines[end]) && kindOf(lines[end]) === kind && !RULE.test(lines[end])) {
    const item = itemAt(lines, end);
    items.push(item);
    end += item.length;
  }
  const first = Number.parseInt(lines[start], 10);
  const node = kind === "number" ? element("ol", { start: first === 1 ? null : first }) : element("ul");
  for (const item of items) node.append(element("li", {}, blocks(withBox(item), depth + 1)));
  return [node, end - start];
}

/** @param {string} line */
function kindOf(line) {
  const mark = ITEM.exec(line)?.[1] ?? "";
  return mark.length > 1 ? "number" : mark;
}

/** @param {string[]} lines @param {number} start @returns {string[]} the item's lines, without mark and indentation */
function itemAt(lines, start) {
  const mark = ITEM.exec(lines[start])?.[0].length ?? 0;
  const item = [lines[start].slice(mark)];
  for (let next = start + 1; next < lines.length && belongs(lines, next, mark); next += 1) {
    const indent = lines[next].length - lines[next].trimStart().length;
    item.push(lines[next].slice(Math.min(indent, mark)));
  }
  return item;
}

/** @param {string[]} lines @param {number} index @param {number} mark how wide the item's mark is */
function belongs(lines, index, mark) {
  const line = lines[index];
  // A nested list is often indented by two, whatever the mark is.
  const isInside = (/** @type {string} */ text) => text.startsWith(" ".repeat(Math.min(mark, 2)));
  if (line.trim()) return isInside(line) || (goesOn(line) && lines[index - 1].trim() !== "");
  return index + 1 < lines.length && isInside(lines[index + 1]);
}

/** @param {string[]} item */
function withBox([first, ...others]) {
  return [first.replace(TASK, (_, mark) => mark === " " ? "☐ " : "☑ "), ...others];
}

/** @param {string[]} lines @param {number} start @returns {[Node, number]} */
function paragraph(lines, start) {
  let end = start + 1;
  while (end < lines.length && goesOn(lines[end])) end += 1;
  const text = lines.slice(start, end).map((line) => line.trim()).join("\n");
  return [element("p", {}, inlineMarkdown(text)), end - start];
}

/** @param {string} line @returns {boolean} whether a paragraph goes on with it */
function goesOn(line) {
  return line.trim() !== "" && ![FENCE, HEADING, RULE, QUOTE, ITEM].some((begin) => begin.test(line));
}
