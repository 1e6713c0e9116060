// @ts-check
import { byId, element } from "./dom.js";
import { prefill, say } from "./compose.js";
import { botName, currentConversation, here, lab, letters, me, message, onChange, threads } from "./state.js";

const REPOSITORY = "contoso/tools";
const INVITED = "ada";

/** Chips above the message box: what a newcomer could say next. */
export function startHints() {
  onChange(() => render());
}

let shown = "";

function render() {
  const conversation = currentConversation();
  if (conversation === undefined) return;
  const prefix = conversation.type === "channel" ? `@${botName()} ` : "";
  const commands = suggest(conversation.id).map((command) => `${prefix}${command}`);
  if (commands.join("\n") === shown) return;
  shown = commands.join("\n");
  byId("hints", HTMLElement).replaceChildren(...commands.map(toChip));
}

/** @param {string} command */
function toChip(command) {
  const isWhole = !command.endsWith(" ");
  const use = () => (isWhole ? void say(command) : prefill(command));
  const label = isWhole ? `Say ${command}` : `Write ${command}`;
  return element(
    "button",
    { type: "button", "aria-label": label, onclick: use },
    isWhole ? command : `${command}…`,
  );
}

/**
 * @param {string} conversation
 * @returns {string[]}
 */
function suggest(conversation) {
  const said = threads(conversation).flatMap(({ id, replies }) =>
    [id, ...replies].map((one) => message(one)),
  );
  const mine = said.filter((one) => one !== undefined && !one.isBot);
  const heard = said.filter((one) => one?.isBot === true);
  const isChannel = currentConversation()?.type === "channel";
  const repository = lab()?.repositories[0]?.name ?? REPOSITORY;
  if (shows(heard.at(-1), "/auth/github/start")) return ["signin "];
  if (!isChannel && me()?.login === INVITED && letters().length > 0)
    return ["account link ", "services", "help"];
  const isSubscribed = heard.some((one) => shows(one, "✅ Subscribed"));
  if (mine.length === 0 && here.conversation !== undefined) return [`subscribe ${repository}`, "help"];
  if (!isSubscribed) {
    const own = isChannel ? ["subscribe list", ...suggestTeam(heard)] : ["alerts on"];
    return [`subscribe ${repository}`, ...own, "signin", "help"];
  }
  return [
    "status",
    "settings",
    `subscribe pause ${repository} 2h`,
    `schedule reviews ${repository}`,
    `subscribe ${repository} workflows`,
    ...(isChannel ? suggestTeam(heard) : ["alerts on"]),
    "help",
  ];
}

/**
 * From a team of one's own to somebody in it.
 * @param {(import("./state.js").Message | undefined)[]} heard
 */
function suggestTeam(heard) {
  if (!heard.some((one) => shows(one, "is made. You own it"))) return ["team create Platform"];
  return letters().length === 0
    ? [`team invite ${INVITED}@contoso.example Lovelace`]
    : ["team members", "audit"];
}

/**
 * @param {import("./state.js").Message | undefined} said
 * @param {string} words
 */
function shows(said, words) {
  return (
    said !== undefined && (JSON.stringify(said.card ?? {}).includes(words) || !!said.text?.includes(words))
  );
}
