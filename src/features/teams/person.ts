import type { Reads, TeamMemberRecord, UserRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { withoutInvisible } from "../../core/markdown.ts";
import { findOnlyMention } from "../../core/mentioned-person.ts";
import { toCardText } from "../../core/plain-text.ts";
import type { TeamInForce } from "../../core/team.ts";
import type { TurnContext } from "../../core/turn.ts";

/** Somebody as a command names them. */
export type NamedPerson =
  | { readonly kind: "mention"; readonly teamsUserId: string; readonly name: string }
  | { readonly kind: "email"; readonly email: string }
  /** Whom a confirmation card asked about: its button mentions nobody. */
  | { readonly kind: "user"; readonly userId: string };

/** A membership with its person. */
export interface Member {
  readonly member: TeamMemberRecord;
  readonly user: UserRecord;
  /** How to call them, as Markdown. */
  readonly name: string;
}

const EMAIL = /^[^\s@<>[\]()]+@[^\s@<>[\]()]+$/;
const NAME_LENGTH = 100;

/**
 * Reads the person with which the words begin, a mention or an address, and the words after it. A mention stands in the
 * text as `@Name`; its words are taken off only where they are that name, so that no word of a name is read as a power.
 * `example` shows how to say it. Throws TEAM_PERSON_MISSING.
 */
export function readPerson(
  turn: Pick<TurnContext, "mentions" | "confirmed">,
  words: readonly string[],
  example: string,
): { readonly person: NamedPerson; readonly rest: readonly string[] } {
  const agreed = turn.confirmed?.["userId"];
  if (typeof agreed === "string") return { person: { kind: "user", userId: agreed }, rest: [] };
  const [first = ""] = words;
  if (turn.mentions.length === 0 && EMAIL.test(first))
    return { person: { kind: "email", email: first.toLowerCase() }, rest: words.slice(1) };
  const mention = findOnlyMention(turn.mentions);
  const length = mention === undefined ? 0 : wordsOf(mention.name).length;
  const said = words.slice(0, length).join(" ");
  const isFirst = length > 0 && first.startsWith("@") && bare(said) === bare(mention?.name ?? "");
  if (mention === undefined || !isFirst) throw faults.TEAM_PERSON_MISSING({ example });
  const { id: teamsUserId, name } = mention;
  return { person: { kind: "mention", teamsUserId, name }, rest: words.slice(length) };
}

/** The person's membership that is not over. Throws TEAM_NOT_MEMBER. */
export async function getMember(
  reads: Pick<Reads, "users" | "teamMembers">,
  turn: TurnContext,
  team: TeamInForce,
  person: NamedPerson,
): Promise<Member> {
  const user = await findUser(reads, turn.actor.person.tenantId, person);
  const member = user && (await reads.teamMembers.findByUser(team.id, user.id));
  if (user === undefined || member === undefined || isOver(member))
    throw faults.TEAM_NOT_MEMBER({
      person: sayPerson(person, user),
      team: toCardText(team.name, NAME_LENGTH),
    });
  return { member, user, name: nameOf(user) };
}

export function nameOf({ displayName, surname, email }: Pick<UserRecord, NameField>): string {
  return toCardText([displayName, surname, email].find((text) => text !== "") ?? "somebody", NAME_LENGTH);
}

type NameField = "displayName" | "surname" | "email";

export function findUser(
  reads: Pick<Reads, "users">,
  tenantId: string,
  person: NamedPerson,
): Promise<UserRecord | undefined> {
  switch (person.kind) {
    case "mention":
      return reads.users.findByTeamsUser(tenantId, person.teamsUserId);
    case "email":
      return reads.users.findByEmail(tenantId, person.email);
    case "user":
      return reads.users.find(person.userId);
  }
}

/** What was typed, not what we know: an address must not tell whose it is. */
export function sayPerson(person: NamedPerson, user: UserRecord | undefined): string {
  if (person.kind === "email") return toCardText(person.email, NAME_LENGTH);
  if (person.kind === "mention") return toCardText(person.name, NAME_LENGTH);
  return user === undefined ? "That person" : nameOf(user);
}

function isOver({ state }: TeamMemberRecord): boolean {
  return state === "withdrawn" || state === "expired";
}

function wordsOf(name: string): readonly string[] {
  return withoutInvisible(name)
    .replace(/[&<>]/g, " ")
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** Letters and digits alone: quotes, dashes and blanks come otherwise out of the text than they stand in the name. */
function bare(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
