// @ts-check
import { element } from "./dom.js";
import { hostConfig } from "./host-config.js";
import { AdaptiveCards } from "./libraries.js";
import { cardHtml } from "./markdown.js";

/** @typedef {{ title?: string, url?: string, data?: object }} Pressed */

/** Once, before the first card. */
export function prepareCards() {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = cardHtml(text);
    result.didProcess = true;
  };
}

/**
 * A card as Teams would draw it.
 * @param {object} content
 * @param {(pressed: Pressed) => void} onPressed for every button but links
 */
export function drawCard(content, onPressed) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction) openUrl(action.url);
    else if (action instanceof AdaptiveCards.SubmitAction && signInUrl(action.data) !== undefined) {
      openUrl(signInUrl(action.data));
    } else if (
      action instanceof AdaptiveCards.SubmitAction ||
      action instanceof AdaptiveCards.ExecuteAction
    ) {
      onPressed({ title: action.title ?? "", data: action.data ?? {} });
    }
  };
  card.parse(withMentions(content));
  const drawn = card.render();
  return drawn ?? element("p", { class: "undrawable" }, "This card can't be shown.");
}

/**
 * Teams draws a mention where the card lists it; the renderer knows none. Bold is near enough.
 * @param {object} content
 * @returns {object}
 */
function withMentions(content) {
  const { msteams, body } =
    /** @type {{ msteams?: { entities?: { text?: string, mentioned?: { name?: string } }[] }, body?: unknown }} */ (
      content
    );
  const named = (msteams?.entities ?? []).flatMap(({ text, mentioned }) =>
    text === undefined || mentioned?.name === undefined ? [] : [[text, `**${mentioned.name}**`]],
  );
  if (named.length === 0) return content;
  /** @type {(key: string, value: unknown) => unknown} */
  const replace = (_key, value) =>
    typeof value === "string"
      ? named.reduce((sofar, [text = "", name = ""]) => sofar.replaceAll(text, name), value)
      : value;
  return { ...content, body: JSON.parse(JSON.stringify(body, replace)) };
}

/**
 * The page that a sign-in button opens. Teams opens it as a pop-up of its own; here it is a tab, which shows the code.
 * @param {unknown} data
 * @returns {string | undefined}
 */
function signInUrl(data) {
  const { msteams } = /** @type {{ msteams?: { type?: string, value?: string } }} */ (data ?? {});
  return msteams?.type === "signin" ? msteams.value : undefined;
}

/** @param {string | undefined} url */
function openUrl(url) {
  if (url !== undefined && /^https?:/.test(url)) window.open(url, "_blank", "noopener");
}
