// @ts-check
import { drawCard } from "./card.js";
import { openDialog } from "./dialog.js";
import { element } from "./dom.js";
import { ask } from "./server.js";
import { here } from "./state.js";

/**
 * A bot's message as a card with its buttons, and beneath it the bar for what the bot answers to a click.
 * @param {import("./state.js").Message} message
 */
export function messageCard(message) {
  const bar = element("p", { class: "bar-under", role: "status" });
  const holder = element("div", { class: "card" });
  const press = async (/** @type {import("./card.js").Pressed} */ { title, data }) => {
    holder.setAttribute("aria-busy", "true");
    showBar(bar, "", "");
    const outcome = await ask("click", {
      person: here.person,
      message: message.id,
      button: title,
      inputs: data,
    });
    holder.removeAttribute("aria-busy");
    if (outcome.error !== undefined) showBar(bar, outcome.error, "bad");
    else if (outcome.toast !== undefined) showBar(bar, outcome.toast, "");
    if (outcome.dialog !== undefined) openDialog(outcome.dialog);
  };
  holder.append(drawCard(message.card ?? {}, (pressed) => void press(pressed)));
  return element("div", { class: "card-and-bar" }, holder, bar);
}

/**
 * @param {HTMLElement} bar
 * @param {string} text
 * @param {string} kind
 */
function showBar(bar, text, kind) {
  bar.textContent = text;
  bar.className = `bar-under ${kind}`;
}
