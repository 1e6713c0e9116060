import { z } from "zod";
import type { RegistrationRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown, withoutInvisible } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps, ProfileDirectory } from "./deps.ts";
import { isComplete, readDetails, suggestFreeName, type PersonDetails } from "./person-details.ts";

/** What people can log in with; a server that lacks one falls back to its own (login(1)). */
export const SHELLS = ["/bin/bash", "/bin/zsh", "/bin/sh", "/usr/bin/fish"] as const;

export const formData = z.object({
  surname: z.string().max(1_000).default(""),
  email: z.string().max(1_000).default(""),
  uid: z.string().max(1_000).default(""),
  shell: z.enum(SHELLS),
});

const TITLE = "Complete your details";

/** `account profile`: the form where they are alone, a button to it elsewhere. */
export async function showProfile(turn: TurnContext, deps: Deps): Promise<Reply> {
  const { details, directory } = await getIncomplete(turn, deps);
  return reply.toAsker(await offerForm(turn, details, "", directory, deps));
}

/** The button of a card: the form for whoever pressed it. */
export async function openProfile(turn: TurnContext, deps: Deps): Promise<Reply> {
  const { details, directory } = await getIncomplete(turn, deps);
  return reply.dialog(TITLE, await toForm(details, "", directory, deps, true));
}

/** Throws DIRECTORY_OFF, PROFILE_COMPLETE, ACCOUNT_WITHDRAWN. */
export async function getIncomplete(
  turn: TurnContext,
  deps: Deps,
): Promise<{ readonly details: PersonDetails; readonly directory: ProfileDirectory }> {
  const { directory } = deps;
  if (directory === undefined) throw faults.DIRECTORY_OFF();
  const details = await readDetails(turn, deps);
  if (details.registration !== undefined) refuseComplete(details.registration);
  return { details, directory };
}

/** Throws PROFILE_COMPLETE, ACCOUNT_WITHDRAWN. */
export function refuseComplete(registration: RegistrationRecord): void {
  const name = escapeMarkdown(registration.posix?.posixUid ?? "");
  if (isComplete(registration)) throw faults.PROFILE_COMPLETE({ name });
  if (registration.state === "withdrawn") throw faults.ACCOUNT_WITHDRAWN();
}

/** `command`: what goes on by itself afterwards; `''` for nothing. */
export async function offerForm(
  turn: TurnContext,
  details: PersonDetails,
  command: string,
  directory: ProfileDirectory,
  deps: Deps,
): Promise<CardContent> {
  if (turn.place.reference.type === "personal") return toForm(details, command, directory, deps, false);
  const name = escapeMarkdown(turn.actor.person.displayName);
  return {
    card: "accounts/profile-wanted",
    summary: `${turn.actor.person.displayName}, some of your details are missing`,
    data: { name, goesOn: command !== "" },
  };
}

async function toForm(
  details: PersonDetails,
  command: string,
  directory: ProfileDirectory,
  deps: Deps,
  isDialog: boolean,
): Promise<CardContent> {
  const { registration, surname, email, isEmailVerified } = details;
  const { posix, ldapError = "" } = registration ?? {};
  return {
    card: "accounts/profile",
    summary: TITLE,
    data: {
      ...{ isDialog, isEmailVerified, goesOn: command !== "" },
      // Cards read no code: its marks would stand there as they are.
      trouble: posix === undefined ? ldapError.replace(/`/g, '"') : "",
      // An input shows its value as it is, not as Markdown.
      surname: withoutInvisible(surname).slice(0, 64),
      email: isEmailVerified ? escapeMarkdown(email) : withoutInvisible(email),
      isNameKept: posix !== undefined,
      uid: posix?.posixUid ?? (await suggestFreeName(details, directory, deps)),
      shell: SHELLS.find((one) => one === posix?.loginShell) ?? SHELLS[0],
      shells: SHELLS.map((path) => ({ title: path.split("/").at(-1) ?? path, value: path })),
    },
  };
}
