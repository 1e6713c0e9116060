// @ts-check
import { MarkdownIt } from "./libraries.js";

const CARD_RULES = ["heading", "lheading", "table", "code", "fence", "blockquote", "hr", "reference"];

/** What Teams understands in a message: no HTML, no pictures from elsewhere. */
const inMessages = MarkdownIt({ html: false, linkify: false, breaks: true }).disable(["image", "reference"]);
/** What Teams understands in a card's text: bold, italic, lists, links. */
const inCards = MarkdownIt({ html: false, linkify: false, breaks: true }).disable([
  "image",
  "backticks",
  "strikethrough",
  ...CARD_RULES,
]);

/**
 * Safe HTML of a message's Markdown.
 * @param {string} text
 */
export function messageHtml(text) {
  return inMessages.render(text);
}

/**
 * Safe HTML of a card's Markdown.
 * @param {string} text
 */
export function cardHtml(text) {
  return inCards.render(text);
}
