import { faults } from "../../core/errors.ts";
import { escapeMarkdown, withoutInvisible } from "../../core/markdown.ts";
import { isTeamRole, TEAM_POWERS, TEAM_ROLES, type TeamRole } from "../../core/team.ts";
import type { TeamMemberRecord } from "../../adapters/store/contract/index.ts";

/** Whom a command about invitations means: who has that address, or who is mentioned. */
export type Named =
  | { readonly kind: "mail"; readonly email: string; readonly rest: readonly string[] }
  /** The words of the person's name, and what stands behind them. */
  | { readonly kind: "mention"; readonly words: readonly string[] };

/** Whom to invite, and as what. */
export type Invitee =
  | { readonly kind: "mail"; readonly email: string; readonly surname: string; readonly role: TeamRole }
  | Extract<Named, { kind: "mention" }>;

const MOST_GIVEN = 80;
const EMAIL_LENGTH = 254;
const SURNAME_LENGTH = 100;
// RFC 5321, 4.1.2: a dot-string (without backticks), not the quoted form that nobody has; then a domain with at least one dot.
const LOCAL = /^[a-z\d!#$%&'*+/=?^_{|}~-]+(?:\.[a-z\d!#$%&'*+/=?^_{|}~-]+)*$/i;
const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;
const LONGEST_LOCAL = 64;
const SURNAME = /^[\p{L}\p{N}'’][\p{L}\p{M}\p{N} .'’-]*$/u;

/** `<email> <surname> [role]` or `@person [role]`. Throws what is wrong with it. */
export function readInvitee(words: readonly string[]): Invitee {
  const named = readNamed(words, "team invite <email> <surname>", "team invite jon@example.com Park");
  if (named.kind === "mention") return named;
  const last = named.rest.at(-1)?.toLowerCase() ?? "";
  const hasRole = isTeamRole(last);
  const surname = (hasRole ? named.rest.slice(0, -1) : named.rest).join(" ");
  return {
    kind: "mail",
    email: named.email,
    surname: toSurname(surname),
    role: hasRole ? last : "member",
  };
}

/** `<email>` or `@person`, and nothing else. */
export function readOneNamed(verb: "resend" | "revoke"): (words: readonly string[]) => Named {
  return (words) => {
    const named = readNamed(words, `invitation ${verb} <email>`, `invitation ${verb} jon@example.com`);
    const [extra] = named.kind === "mail" ? named.rest : [];
    if (extra !== undefined)
      throw faults.ARGUMENT_EXTRA({ extra: toGiven(extra), usage: `invitation ${verb} <email>` });
    return named;
  };
}

/** The role that a word names. Throws INVITATION_NOT_MENTIONED for what is none, and for more than one word. */
export function readRole(words: readonly string[]): TeamRole {
  const [role = "member", extra] = words.map((word) => word.toLowerCase());
  if (extra !== undefined || !isTeamRole(role)) throw faults.INVITATION_NOT_MENTIONED();
  return role;
}

/** What a membership of that role is made with. */
export function toGrant(role: TeamRole): Pick<TeamMemberRecord, "role" | "permissions"> {
  if (role === "admin") return { role: "admin", permissions: TEAM_POWERS };
  return { role: "user", permissions: TEAM_ROLES[role] };
}

export function toGiven(text: string): string {
  return escapeMarkdown(text.slice(0, MOST_GIVEN).toWellFormed());
}

function readNamed(words: readonly string[], usage: string, example: string): Named {
  const [first = "", ...rest] = words;
  if (first === "") throw faults.ARGUMENT_MISSING({ what: "whom", usage, example });
  if (first.startsWith("@")) return { kind: "mention", words };
  if (!isEmail(first)) throw faults.INVITATION_ADDRESS_INVALID({ given: toGiven(first) });
  return { kind: "mail", email: first.toLowerCase(), rest };
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  const labels = domain.split(".");
  if (at < 1 || text.length > EMAIL_LENGTH || local.length > LONGEST_LOCAL || labels.length < 2) return false;
  return LOCAL.test(local) && labels.every((label) => LABEL.test(label));
}

function toSurname(text: string): string {
  const isGood = text.length <= SURNAME_LENGTH && SURNAME.test(text) && text === withoutInvisible(text);
  if (!isGood) throw faults.INVITATION_SURNAME_INVALID({ given: toGiven(text) });
  return text;
}
