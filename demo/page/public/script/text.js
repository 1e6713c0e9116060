// @ts-check
import { element } from "./dom.js";
import { messageHtml } from "./markdown.js";

const ENTITIES = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
]);

/**
 * What a person wrote: plain text in which `<at>` marks a mention, and everything else is literal.
 * @param {string} text
 */
export function personText(text) {
  const pieces = text.split(/<at>(.*?)<\/at>/s);
  const nodes = pieces.map((piece, index) =>
    index % 2 === 1 ? element("span", { class: "mention" }, decode(piece)) : decode(piece),
  );
  return element("p", { class: "said" }, ...nodes);
}

/**
 * What the bot wrote: Markdown.
 * @param {string} text
 */
export function botText(text) {
  const made = element("div", { class: "said" });
  made.innerHTML = messageHtml(text);
  for (const link of made.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener";
  }
  return made;
}

/** @param {string} text */
function decode(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES.get(entity) ?? entity);
}
