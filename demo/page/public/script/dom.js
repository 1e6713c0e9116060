// @ts-check

/** @typedef {string | Node | null | undefined | false} Child */

/**
 * An element with attributes and children; what is null, undefined or false is left out, `on…` are listeners.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), (event) => value(event));
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => typeof child === "string" || child instanceof Node));
  return made;
}

/**
 * The element of the page with that id.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {{ new (): T }} type
 * @returns {T}
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`The page has no ${id}`);
}

/**
 * Says something to screen readers.
 * @param {string} text
 */
export function announce(text) {
  byId("announcer", HTMLElement).textContent = text;
}

const initials = new Map();

/**
 * The round picture of a person, or the bot's.
 * @param {{ name: string, isBot?: boolean }} who
 */
export function avatar({ name, isBot = false }) {
  if (isBot) return element("img", { class: "avatar", src: "/bot.svg", alt: "", width: 32, height: 32 });
  const letters =
    initials.get(name) ??
    name
      .split(" ")
      .map((word) => word[0])
      .join("")
      .slice(0, 2);
  initials.set(name, letters);
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  const made = element("span", { class: "avatar letters", "aria-hidden": "true" }, letters);
  made.style.setProperty("--hue", String(hue));
  return made;
}
