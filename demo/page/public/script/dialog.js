// @ts-check
import { drawCard } from "./card.js";
import { byId, element } from "./dom.js";
import { ask } from "./server.js";
import { here } from "./state.js";

/**
 * A dialog of the bot's, modal as in Teams; the next one takes its place, a closing word too.
 * @param {{ id: string, title: string, card: object }} opened
 */
export function openDialog({ id, title, card }) {
  const dialog = byId("dialog", HTMLDialogElement);
  const failure = element("p", { class: "bar-under bad", role: "alert" });
  const send = async (/** @type {import("./card.js").Pressed} */ { title: button, data }) => {
    dialog.setAttribute("aria-busy", "true");
    const outcome = await ask("dialog", { person: here.person, dialog: id, button, inputs: data });
    dialog.removeAttribute("aria-busy");
    if (outcome.error !== undefined) {
      failure.textContent = outcome.error;
      return;
    }
    dialog.close();
    if (outcome.dialog !== undefined) openDialog(outcome.dialog);
    else if (outcome.toast !== undefined) tell(title, outcome.toast);
  };
  show(
    title,
    drawCard(card, (pressed) => void send(pressed)),
    failure,
  );
}

/**
 * The bot's closing word, where the form was.
 * @param {string} title
 * @param {string} words
 */
function tell(title, words) {
  show(title, element("p", { role: "status" }, words));
}

/**
 * @param {string} title
 * @param {...HTMLElement} content
 */
function show(title, ...content) {
  const dialog = byId("dialog", HTMLDialogElement);
  const close = { type: "button", class: "close", "aria-label": "Close", onclick: () => dialog.close() };
  const header = element(
    "header",
    {},
    element("h2", { id: "dialog-name" }, title),
    element("button", close, "×"),
  );
  dialog.replaceChildren(header, ...content);
  if (!dialog.open) dialog.showModal();
}
