// @ts-check

/**
 * @typedef {{ id: string, name: string, login: string, role: string }} Person
 * @typedef {{ id: string, type: "channel" | "personal" | "groupChat", name: string, owner?: string }} Conversation
 * @typedef {{ id: string, at: string, isBot: boolean, from: string, text?: string, card?: object, updates: number }} Message
 * @typedef {{ id: string, replies: string[] }} Thread
 * @typedef {{ repository: string, number: number, kind: "issue" | "pull", title: string, state: string }} Subject
 * @typedef {{ id: number, name: string, statusCode: number, at: string }} Delivery
 * @typedef {{ to: string, subject: string, text: string, links: string[], at: string }} Letter
 * @typedef {{ url: string, installUrl: string, repositories: { name: string, isPrivate: boolean }[],
 *   subjects: Subject[], installedOn: string[], deliveries: Delivery[] }} Lab
 */

/** @type {Map<string, unknown>} */
const parts = new Map();
/** @type {Set<(changed: ReadonlySet<string>) => void>} */
const listeners = new Set();

/** Who is at the keyboard, what they look at, and which thread they answer. */
export const here = {
  /** @type {string | undefined} */
  person: undefined,
  /** @type {string | undefined} */
  conversation: undefined,
  /** @type {string | undefined} */
  thread: undefined,
};

/** @param {(changed: ReadonlySet<string>) => void} listener */
export function onChange(listener) {
  listeners.add(listener);
}

/** Tells everybody that something of `here` is different. */
export function moved() {
  tell(new Set(["here"]));
}

/** @param {ReadonlySet<string>} changed */
function tell(changed) {
  for (const listener of listeners) listener(changed);
}

/** Follows the server's stream for as long as the page is open. */
export function follow() {
  const stream = new EventSource("/api/stream");
  stream.onmessage = ({ data }) => {
    const changed = new Set();
    for (const [key, value] of JSON.parse(data)) {
      if (key === "lab" || JSON.stringify(parts.get(key)) !== JSON.stringify(value)) changed.add(key);
      parts.set(key, value);
    }
    settle();
    tell(changed);
  };
  stream.onopen = () => setConnection("");
  stream.onerror = () => setConnection("The demo has stopped. Start it again with npm run demo.");
}

/** @param {string} text */
function setConnection(text) {
  const line = document.getElementById("connection");
  if (line !== null) line.textContent = text;
}

/** At the first look: the first person, in the first channel. */
function settle() {
  const [person] = people();
  const known = people().some(({ id }) => id === here.person);
  if (!known) here.person = person?.id;
  if (!conversations().some(({ id }) => id === here.conversation)) here.conversation = conversations()[0]?.id;
}

/**
 * @template T
 * @param {string} key
 * @param {T} otherwise
 * @returns {T}
 */
function part(key, otherwise) {
  return /** @type {T} */ (parts.get(key) ?? otherwise);
}

/** @returns {Person[]} */
export const people = () => part("people", []);
/** @returns {string} */
export const botName = () => part("bot", { name: "GitHub" }).name;
/** @returns {Lab | undefined} */
export const lab = () => part("lab", undefined);
/** The latest first. @returns {Letter[]} */
export const letters = () => part("mail", []);
/** The conversations that the one at the keyboard is in. @returns {Conversation[]} */
export const conversations = () =>
  part("conversations", /** @type {Conversation[]} */ ([])).filter(
    ({ owner }) => owner === undefined || owner === here.person,
  );
/** @returns {Thread[]} */
export const threads = (/** @type {string} */ id) => part(`threads ${id}`, []);
/** @returns {Message | undefined} */
export const message = (/** @type {string} */ id) => part(`message ${id}`, undefined);
/** @returns {Person | undefined} */
export const me = () => people().find(({ id }) => id === here.person);
/** @returns {Conversation | undefined} */
export const currentConversation = () => conversations().find(({ id }) => id === here.conversation);
