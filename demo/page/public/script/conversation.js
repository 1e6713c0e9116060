// @ts-check
import { announce, byId, element } from "./dom.js";
import { drawMessage } from "./message.js";
import { botName, currentConversation, here, me, message, moved, onChange, threads } from "./state.js";

/** What is drawn: message id -> its element, for the conversation in `drawn`. @type {Map<string, HTMLElement>} */
const elements = new Map();
/** @type {string | undefined} */
let drawn;

const NEAR_PX = 40;
/** Whether the newest is in sight, and is to stay so. */
let isAtEnd = true;

/** The middle column. */
export function startConversation() {
  const scroll = byId("scroll", HTMLElement);
  let height = scroll.clientHeight;
  scroll.addEventListener("scroll", () => {
    // What is around it has grown or shrunk: nobody has scrolled away.
    if (scroll.clientHeight !== height) return;
    isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_PX;
  });
  const follower = new ResizeObserver(() => {
    height = scroll.clientHeight;
    if (isAtEnd) toBottom();
  });
  follower.observe(scroll);
  follower.observe(byId("threads", HTMLElement));
  onChange((changed) => {
    const id = here.conversation;
    if (id === undefined) return;
    if (drawn !== id) drawAll(id);
    else update(id, changed);
    if (changed.has("here") || drawn !== id) markAnswered();
    drawn = id;
  });
}

/** @param {string} id */
function drawAll(id) {
  elements.clear();
  byId("threads", HTMLElement).replaceChildren();
  drawTitle();
  addNew(id);
  toBottom();
}

function drawTitle() {
  const conversation = currentConversation();
  const isChannel = conversation?.type === "channel";
  byId("conversation-name", HTMLElement).textContent = isChannel ? (conversation?.name ?? "") : botName();
  byId("conversation-note", HTMLElement).textContent = isChannel
    ? `In a channel the bot hears only what mentions @${botName()}`
    : `${me()?.name ?? ""}'s chat with the bot: no @${botName()} needed`;
  document.title = `${isChannel ? (conversation?.name ?? "") : botName()} | Ployst demo`;
}

/**
 * @param {string} id
 * @param {ReadonlySet<string>} changed
 */
function update(id, changed) {
  for (const key of changed) {
    if (key.startsWith("message ")) redraw(key.slice("message ".length));
  }
  const added = changed.has(`threads ${id}`) ? addNew(id) : undefined;
  if (added === undefined) return;
  // What comes under an older post would otherwise be out of sight.
  if (added.closest("li") !== byId("threads", HTMLElement).lastElementChild) reveal(added);
}

/**
 * A message that is shown and now says something else: in its place, with a gentle flash.
 * @param {string} id
 */
function redraw(id) {
  const old = elements.get(id);
  const now = message(id);
  if (old === undefined || now === undefined) return;
  const fresh = drawMessage(now);
  fresh.classList.add("flash");
  elements.set(id, fresh);
  old.replaceWith(fresh);
  announce(`${now.isBot ? botName() : now.from} updated a message`);
}

/**
 * Draws what is not drawn yet; the last one drawn.
 * @param {string} id
 */
function addNew(id) {
  const list = byId("threads", HTMLElement);
  let last;
  for (const thread of threads(id)) {
    if (!elements.has(thread.id)) {
      const root = drawNew(thread.id);
      if (root === undefined) continue;
      list.append(toPost(thread.id, root));
      last = root;
    }
    const replies = list.querySelector(`[data-replies="${CSS.escape(thread.id)}"]`);
    for (const reply of thread.replies) {
      const made = elements.has(reply) ? undefined : drawNew(reply);
      if (made === undefined) continue;
      replies?.append(made);
      last = made;
    }
  }
  return last;
}

/** @param {string} id */
function drawNew(id) {
  const found = message(id);
  if (found === undefined) return undefined;
  const made = drawMessage(found);
  if (drawn !== undefined) made.classList.add("fresh");
  elements.set(id, made);
  return made;
}

/**
 * @param {string} id
 * @param {HTMLElement} root
 */
function toPost(id, root) {
  const isChannel = currentConversation()?.type === "channel";
  const answer = () => {
    here.thread = id;
    moved();
    byId("write", HTMLTextAreaElement).focus();
  };
  const reply = element("button", { type: "button", class: "reply", onclick: answer }, "Reply");
  const replies = element("div", { class: "replies", "data-replies": id });
  const name = message(id)?.isBot === true ? botName() : (message(id)?.from ?? "");
  const post = element("article", { "aria-label": `Post by ${name}` }, root, replies, isChannel && reply);
  return element("li", { class: isChannel ? "post" : "line", "data-thread": id }, post);
}

function markAnswered() {
  drawTitle();
  for (const post of document.querySelectorAll("#threads > li")) {
    if (post instanceof HTMLElement)
      post.classList.toggle("answered", post.dataset["thread"] === here.thread);
  }
}

function toBottom() {
  const scroll = byId("scroll", HTMLElement);
  scroll.scrollTop = scroll.scrollHeight;
}

/** @param {Element} shown */
function reveal(shown) {
  shown.scrollIntoView({ block: "nearest" });
}
