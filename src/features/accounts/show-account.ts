import type { Reads, TeamOfUser } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toCardText } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { LinkedGitHub, TurnContext } from "../../core/turn.ts";
import { toDirectoryWords } from "./account-words.ts";
import type { Deps } from "./deps.ts";

const MOST_SHOWN = 10;

/** `account`: all of it where the person is alone, what everybody may know elsewhere. */
export async function showAccount(turn: TurnContext, deps: Deps): Promise<Reply> {
  const { userId } = turn.actor;
  const github = await deps.findGitHub(userId);
  if (turn.place.reference.type !== "personal") {
    const teams = await deps.store.read((reads) => reads.teams.listForUser(userId));
    return reply.toAsker({ text: toPublicText(turn, github, teams) });
  }
  const services = await deps.listServices(userId);
  const known = await deps.store.read((reads) => readAccount(userId, reads));
  const answer = reply.toAsker(toCard(turn, github, services, known, deps.directory !== undefined));
  const isOver = known.registration?.state === "withdrawn" || known.registration?.state === "expired";
  return deps.store.transaction(async (tx) => {
    if (!isOver) await deps.onShown(tx, turn);
    return deps.record(tx, turn, answer);
  });
}

type Known = Awaited<ReturnType<typeof readAccount>>;

async function readAccount(userId: string, reads: Reads) {
  return {
    user: await reads.users.find(userId),
    registration: await reads.registrations.findByUser(userId),
    keys: await reads.sshPublicKeys.list(userId),
    teams: await reads.teams.listForUser(userId),
    waiting: await reads.teams.listForUser(userId, ["created", "invited"]),
    invitations: await reads.teamInvitations.listPendingByRecipient(userId, { limit: MOST_SHOWN }),
  };
}

function toPublicText(
  { actor }: TurnContext,
  github: LinkedGitHub | undefined,
  teams: readonly TeamOfUser[],
): string {
  const name = escapeMarkdown(actor.person.displayName);
  const login =
    github === undefined ? "not signed in to GitHub" : `@${escapeMarkdown(github.ghLogin)} on GitHub`;
  const names = teams.slice(0, MOST_SHOWN).map(({ team }) => escapeMarkdown(team.name));
  const more = teams.length > MOST_SHOWN ? " and more" : "";
  const inTeams = names.length === 0 ? "in no team" : `in ${names.join(", ")}${more}`;
  return `**${name}**: ${login}, ${inTeams}. Say \`account\` in a 1:1 chat with me for the rest.`;
}

function toCard(
  { actor }: TurnContext,
  github: LinkedGitHub | undefined,
  services: readonly string[],
  known: Known,
  hasDirectory: boolean,
) {
  const { user, registration, keys, teams, waiting, invitations } = known;
  const directory = toDirectoryWords(registration, keys.length);
  const email = user?.email || (registration?.emailAddress ?? "");
  const isVerified = user?.emailVerifiedAt !== undefined || registration?.hasPassword === true;
  const names = new Map(waiting.map(({ team }) => [team.id, team.name]));
  return {
    card: "accounts/account",
    summary: `Your account, ${actor.person.displayName}`,
    data: {
      name: escapeMarkdown(actor.person.displayName),
      email: email === "" ? "" : `${escapeMarkdown(email)}${isVerified ? "" : " (not verified)"}`,
      github: github === undefined ? "Not signed in" : `✅ @${escapeMarkdown(github.ghLogin)}`,
      isSignedIn: github !== undefined,
      teams: teams.length === 0 ? "None" : listed(teams.map(toTeamWords)),
      invitations: invitations
        .filter(({ teamId }) => names.has(teamId))
        .slice(0, 3)
        .map(({ id, teamId }) => ({ id, team: toCardText(names.get(teamId) ?? "", 60) })),
      keys: keys.length === 0 ? "None" : listed(keys.map(toKeyWords)),
      hasDirectory,
      directory: directory.text,
      isIncomplete: hasDirectory && directory.isIncomplete,
      services: listed(services.map(escapeMarkdown)),
    },
  };
}

function toTeamWords({ team, member }: TeamOfUser): string {
  const role = member.role === "user" ? "" : ` (${member.role})`;
  return `${escapeMarkdown(team.name)}${role}`;
}

function toKeyWords(key: {
  readonly type: string;
  readonly fingerprint: string;
  readonly comment: string;
}): string {
  const name = key.comment === "" ? `${key.fingerprint.slice(0, 19)}…` : key.comment;
  return escapeMarkdown(`${name} (${key.type.replace(/@.*$/, "")})`);
}

function listed(words: readonly string[]): string {
  const more = words.length > MOST_SHOWN ? [`and ${String(words.length - MOST_SHOWN)} more`] : [];
  return [...words.slice(0, MOST_SHOWN), ...more].join(", ");
}
