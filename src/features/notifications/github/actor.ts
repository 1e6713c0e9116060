import { z } from "zod";
import type { Happening } from "../../../core/happening.ts";

const BOT = "[bot]";
const Sender = z.object({ sender: z.object({ type: z.string().nullish(), login: z.string().nullish() }) });

/** What a payload means, with who did it: GitHub calls Apps bots, and gives them names that end so. */
export function withActor(happenings: readonly Happening[], payload: unknown): readonly Happening[] {
  const { type, login } = Sender.safeParse(payload).data?.sender ?? {};
  const isBots = type === "Bot" || isBotName(login ?? "");
  return happenings.map((happening) =>
    isBots || isBotName(happening.actorLogin) ? { ...happening, byBot: true } : happening,
  );
}

function isBotName(login: string): boolean {
  return login.endsWith(BOT);
}
