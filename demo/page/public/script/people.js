// @ts-check
import { avatar, byId, element } from "./dom.js";
import { conversations, here, moved, onChange, people } from "./state.js";

/** The switcher: whose Teams this is. */
export function startPeople() {
  onChange((changed) => {
    if (changed.has("people") || changed.has("here")) render();
  });
}

function render() {
  const group = byId("people", HTMLElement);
  const hadFocus = group.contains(document.activeElement);
  group.replaceChildren(...people().map(toButton));
  if (hadFocus) focusChosen();
}

/** @param {import("./state.js").Person} person */
function toButton({ id, name, role }) {
  const isMe = id === here.person;
  return element(
    "button",
    {
      type: "button",
      role: "radio",
      "aria-checked": String(isMe),
      "aria-label": `${name}, ${role}`,
      tabindex: isMe ? 0 : -1,
      title: `${name}: ${role}`,
      onclick: () => become(id),
      onkeydown: (/** @type {KeyboardEvent} */ event) => step(event, id),
    },
    avatar({ name }),
    element("span", {}, name.split(" ")[0] ?? name),
  );
}

/**
 * The arrow keys move within the group, as in every radio group.
 * @param {KeyboardEvent} event
 * @param {string} from
 */
function step(event, from) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const all = people();
  const next = all[(all.findIndex(({ id }) => id === from) + by + all.length) % all.length];
  if (next === undefined) return;
  become(next.id);
  focusChosen();
}

function focusChosen() {
  const chosen = byId("people", HTMLElement).querySelector("[aria-checked=true]");
  if (chosen instanceof HTMLElement) chosen.focus();
}

/** @param {string} id */
function become(id) {
  const wasPersonal = !conversations().some((one) => one.id === here.conversation && one.owner === undefined);
  here.person = id;
  here.thread = undefined;
  // Somebody else's chat with the bot is not theirs to read: they get their own.
  if (wasPersonal) here.conversation = conversations().find(({ owner }) => owner === id)?.id;
  moved();
}
