// @ts-check
import { byId, element } from "./dom.js";
import { botName, conversations, here, message, moved, onChange, threads } from "./state.js";

/** Conversation id -> how many messages have been read. @type {Map<string, number>} */
const read = new Map();

/** The list of channels and chats. */
export function startRail() {
  onChange((changed) => {
    if ([...changed].some((key) => key === "here" || key === "conversations" || key.startsWith("threads ")))
      render();
  });
}

function render() {
  const all = conversations();
  const channels = all.filter(({ type }) => type === "channel");
  const chats = all.filter(({ type }) => type !== "channel");
  if (here.conversation !== undefined) read.set(here.conversation, count(here.conversation));
  byId("rail", HTMLElement).replaceChildren(
    element("h2", {}, "Chat"),
    element("ul", {}, ...chats.map((one) => toEntry(one.id, botName(), true))),
    element("h2", {}, element("span", { class: "team", "aria-hidden": "true" }, "C"), "Contoso"),
    element("ul", {}, ...channels.map((one) => toEntry(one.id, one.name, false))),
  );
}

/**
 * @param {string} id
 * @param {string} name
 * @param {boolean} isChat
 */
function toEntry(id, name, isChat) {
  const unread = unreadOf(id) > 0;
  const open = () => {
    here.conversation = id;
    here.thread = undefined;
    showView("conversation");
    moved();
  };
  const picture = isChat && element("img", { src: "/bot.svg", alt: "", width: 24, height: 24 });
  const attributes = {
    type: "button",
    class: unread ? "unread" : undefined,
    "aria-current": id === here.conversation ? "page" : undefined,
    onclick: open,
  };
  const label = unread && element("span", { class: "hidden" }, ", unread");
  return element("li", {}, element("button", attributes, picture, element("span", {}, name), label));
}

/** @param {string} id */
function unreadOf(id) {
  return read.has(id) ? count(id) - (read.get(id) ?? 0) : botMessages(id);
}

/** @param {string} id */
function count(id) {
  return threads(id).reduce((sum, { replies }) => sum + 1 + replies.length, 0);
}

/** @param {string} id */
function botMessages(id) {
  return threads(id).filter((thread) => message(thread.id)?.isBot === true).length;
}

/**
 * On a narrow screen one of the three columns is shown.
 * @param {string} view
 */
export function showView(view) {
  document.body.dataset["view"] = view;
  for (const tab of document.querySelectorAll("#tabs button")) {
    if (tab instanceof HTMLElement && tab.dataset["view"] === view) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}
