// @ts-check
import { byId, element } from "./dom.js";
import { MentionList } from "./mention-list.js";
import { ask } from "./server.js";
import { botName, currentConversation, here, me, message, moved, onChange, people } from "./state.js";

/** The message box. */
export function startCompose() {
  const write = byId("write", HTMLTextAreaElement);
  const mentions = new MentionList((name, from) => insert(write, name, from));
  write.addEventListener("input", () => {
    mentions.look(write);
    shade();
  });
  write.addEventListener("blur", () => mentions.close());
  write.addEventListener("scroll", shade);
  write.addEventListener("keydown", (event) => {
    if (mentions.handleKey(event)) return;
    if (event.key === "Escape" && here.thread !== undefined) stopAnswering();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send(write);
  });
  byId("compose", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void send(write);
  });
  onChange((changed) => {
    if (changed.has("here") || changed.has("conversations")) drawPlace(write);
  });
}

/**
 * Puts a text into the box, as if typed.
 * @param {string} text
 */
export function prefill(text) {
  const write = byId("write", HTMLTextAreaElement);
  write.value = text;
  shade();
  write.focus();
}

/**
 * Sends a text as the one at the keyboard.
 * @param {string} text
 */
export async function say(text) {
  const failure = byId("say-failure", HTMLElement);
  const { person, conversation, thread } = here;
  const { error } = await ask("say", { person, conversation, text, thread });
  failure.textContent = error ?? "";
  failure.hidden = error === undefined;
}

/** @param {HTMLTextAreaElement} write */
async function send(write) {
  const text = write.value.trim();
  if (text === "") return;
  write.value = "";
  shade();
  await say(text);
}

/**
 * @param {HTMLTextAreaElement} write
 * @param {string} name
 * @param {number} from
 */
function insert(write, name, from) {
  write.setRangeText(`@${name} `, from, write.selectionStart, "end");
  shade();
}

/** The text once more, beneath the box's own: mentions in colour. */
function shade() {
  const write = byId("write", HTMLTextAreaElement);
  const names = [botName(), ...people().map(({ name }) => name)].map((name) =>
    name.replace(/[^\w ]/g, "\\$&"),
  );
  const pieces = write.value.split(new RegExp(`(@(?:${names.join("|")})(?!\\w))`, "gi"));
  const marked = pieces.map((piece, index) =>
    index % 2 === 1 ? element("mark", {}, piece) : document.createTextNode(piece),
  );
  const under = byId("shade", HTMLElement);
  // A last empty line counts only when something stands in it.
  under.replaceChildren(...marked, "\u200b");
  write.style.height = "auto";
  write.style.height = `${Math.min(write.scrollHeight, 180)}px`;
  under.scrollTop = write.scrollTop;
}

/** @param {HTMLTextAreaElement} write */
function drawPlace(write) {
  const isChannel = currentConversation()?.type === "channel";
  write.placeholder = isChannel ? `Start a post. Type @${botName()} to talk to the bot` : "Type a message";
  const line = byId("answering", HTMLElement);
  const root = here.thread === undefined ? undefined : message(here.thread);
  line.hidden = root === undefined;
  if (root === undefined) return;
  const name = root.isBot ? botName() : root.from;
  const stop = { type: "button", "aria-label": "Start a new post instead", onclick: stopAnswering };
  line.replaceChildren(`Replying to ${name} as ${me()?.name ?? ""}`, element("button", stop, "×"));
}

function stopAnswering() {
  here.thread = undefined;
  moved();
}
