// @ts-check
import { element } from "./dom.js";

const TITLES = [
  "Build fails on a fresh clone",
  "Speed up the release job",
  "Retry uploads that time out",
  "Document the rollback",
  "Nightly job runs twice",
  "Cache the toolchain in CI",
];
export const HOSTILE_TITLE =
  '<at>everyone</at> **[click me](javascript:alert(1))** <img src=x onerror="alert(1)"> ${secret} \u202Egnp.exe';
const COMMENTS = [
  "I can reproduce this.",
  "Fixed on main, please check.",
  "Same here since Tuesday.",
  "On it.",
];
const COMMITS = [
  "Retry the upload three times",
  "Pin the compiler",
  "Drop the old endpoint",
  "Tidy the Makefile",
];

/** @param {readonly string[]} texts */
function inTurn(texts) {
  let next = 0;
  return () => texts[next++ % texts.length] ?? "";
}

export const nextTitle = inTurn(TITLES);
export const nextComment = inTurn(COMMENTS);
export const nextCommit = inTurn(COMMITS);

/**
 * A labelled field.
 * @param {string} label
 * @param {HTMLElement} input
 */
export function field(label, input) {
  return element("label", { class: "field" }, element("span", {}, label), input);
}

/**
 * A drop-down list that keeps its choice when the options change.
 * @param {string} name
 * @param {() => void} onchange
 */
export function choice(name, onchange) {
  return element("select", { name, onchange });
}

/**
 * @param {HTMLSelectElement} select
 * @param {{ value: string, label: string }[]} options
 */
export function setOptions(select, options) {
  const before = select.value;
  select.replaceChildren(...options.map(({ value, label }) => element("option", { value }, label)));
  if (options.some(({ value }) => value === before)) select.value = before;
}

/**
 * @param {string} label
 * @param {() => unknown} onclick
 * @param {string} [kind]
 */
export function button(label, onclick, kind = "") {
  return element("button", { type: "button", class: kind, onclick }, label);
}
