import { isJsonObject, type JsonObject } from "./model.ts";

export interface BotEndpoint {
  /** The bot's POST /api/messages. */
  readonly url: string;
  /** Mints the token for an activity; without it none is sent. */
  readonly token?: (activity: JsonObject) => string;
}

export interface BotAnswer {
  readonly status: number;
  readonly body: JsonObject | undefined;
}

// Teams gives up after 15 s.
const TIMEOUT_MS = 15_000;

/** Delivers one activity to the bot, as Teams would. */
export async function deliver(bot: BotEndpoint | undefined, activity: JsonObject): Promise<BotAnswer> {
  if (bot === undefined) throw new Error("No bot is connected: call connectBot({ url }) first.");
  const token = bot.token?.(activity);
  const response = await fetch(bot.url, {
    method: "POST",
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(activity),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  return { status: response.status, body: parse(text) };
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
