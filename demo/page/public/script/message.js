// @ts-check
import { avatar, element } from "./dom.js";
import { messageCard } from "./message-card.js";
import { botName } from "./state.js";
import { botText, personText } from "./text.js";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });

/**
 * One message: who, when, what.
 * @param {import("./state.js").Message} message
 */
export function drawMessage(message) {
  const name = message.isBot ? botName() : message.from;
  const edited = message.updates > 0 && element("span", { class: "edited" }, "Edited");
  const time = element("time", { datetime: message.at }, TIME.format(new Date(message.at)));
  const app = message.isBot && element("span", { class: "app" }, "App");
  const by = element("p", { class: "by" }, element("b", {}, name), app, time, edited);
  const body = element("div", { class: "body" }, by, toText(message), message.card && messageCard(message));
  const attributes = { class: message.isBot ? "message bot" : "message", "data-id": message.id };
  return element("div", attributes, avatar({ name, isBot: message.isBot }), body);
}

/** @param {import("./state.js").Message} message */
function toText({ text, isBot }) {
  if (text === undefined || text === "") return undefined;
  return isBot ? botText(text) : personText(text);
}
