import type { ListedTeamMember, MemberState } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { getTeamInForce, sayName } from "./in-force.ts";
import { showPattern } from "./item-pattern.ts";
import { nameOf } from "./person.ts";
import { readStanding, ROLE_NAMES, sayPowers } from "./powers.ts";

const MOST_READ = 500;
const PAGE = 20;
const ADDRESS_LENGTH = 80;
const SHOWN: readonly MemberState[] = ["created", "invited", "accepted", "active"];
const RANKS = { owner: 0, admin: 1, user: 2 } as const;
const STATES: Readonly<Record<MemberState, string>> = {
  created: "🟡 Invitation not sent yet",
  invited: "🟡 Invited",
  accepted: "🟡 Accepted, not linked to Teams yet",
  active: "",
  expired: "",
  withdrawn: "",
};

/** `team members [page]`: who is in the team in force, with what they may do. */
export async function listMembers(
  turn: Turn<{ readonly page: string | undefined }>,
  { teams: deps }: TeamDeps,
): Promise<Reply> {
  const page = readPage(turn.args.page);
  const { id, name } = getTeamInForce(turn);
  const { members, pattern } = await deps.store.read(async (reads) => ({
    members: await reads.teamMembers.list(id, { limit: MOST_READ }, SHOWN),
    pattern: (await reads.teams.find(id))?.itemPattern ?? "",
  }));
  const pages = Math.max(1, Math.ceil(members.length / PAGE));
  if (page > pages) throw faults.TEAM_PAGE_UNKNOWN({ given: String(page), pages: String(pages) });
  const shown = [...members].sort(inOrder).slice((page - 1) * PAGE, page * PAGE);
  const title = `Team ${sayName(name)}`;
  return reply.toAsker({
    card: "teams/members",
    data: {
      title,
      count: toCount(members.length, page, pages),
      members: shown.map(toRow),
      pattern: pattern === "" ? "" : `Keys of work items stand at ${showPattern(pattern)}`,
      hint: page < pages ? `Say **team members ${String(page + 1)}** for more.` : "",
    },
    summary: `Team ${toLine(name, ADDRESS_LENGTH)}: ${toCount(members.length, page, pages)}`,
  });
}

function readPage(given: string | undefined): number {
  if (given === undefined) return 1;
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw faults.TEAM_PAGE_UNKNOWN({ given: escapeMarkdown(given.slice(0, 20).toWellFormed()), pages: "" });
}

function toCount(all: number, page: number, pages: number): string {
  const many =
    all >= MOST_READ
      ? `The first ${String(MOST_READ)} members`
      : all === 1
        ? "1 member"
        : `${String(all)} members`;
  return pages === 1 ? many : `${many}, page ${String(page)} of ${String(pages)}`;
}

/** The owner, the admins, then everybody, by name; who hasn't come yet at the end. */
function inOrder(one: ListedTeamMember, other: ListedTeamMember): number {
  const waits = (member: ListedTeamMember): number => (member.state === "active" ? 0 : 1);
  return (
    waits(one) - waits(other) ||
    RANKS[one.role] - RANKS[other.role] ||
    one.user.displayName.localeCompare(other.user.displayName)
  );
}

function toRow(member: ListedTeamMember) {
  const standing = readStanding(member);
  const { user } = member;
  // Who was invited by mail is known by nothing but a name somebody typed, and this.
  const address = user.aadObjectId === "" ? ` (${toCardText(user.email, ADDRESS_LENGTH)})` : "";
  return {
    name: `${nameOf(user)}${address}`,
    role: ROLE_NAMES[standing.role],
    powers: sayPowers(standing),
    state: STATES[member.state],
  };
}
