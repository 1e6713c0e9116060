import type { Reads } from "../../adapters/store/contract/index.ts";
import { toCardText } from "../../core/plain-text.ts";
import type { TeamStanding } from "../../core/team.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { findTeamSteps, TEAM_STEPS } from "./team-steps.ts";

/** In the order in which they are taken. */
export const STEPS = ["github", "team", "subscribe", "profile", "key", ...TEAM_STEPS] as const;
export type StepName = (typeof STEPS)[number];

/** One of the first steps, as it stands now. */
export interface Step {
  readonly name: StepName;
  readonly isDone: boolean;
  /** Somebody else has to take it. */
  readonly isBlocked?: boolean;
  /** Its person can do nothing about it now: the next one comes first. */
  readonly isPassedOver?: boolean;
  readonly title: string;
  /** What was done, or what to do, as card text. */
  readonly text: string;
  /** What the button says as if its person had typed it. */
  readonly act?: { readonly words: string; readonly button: string };
}

/** Teams that can be chosen; who is in more has found `team use` long ago. */
const MOST_TEAMS = 20;
const NAME_LENGTH = 60;

export interface Progress {
  readonly steps: readonly Step[];
  /** The names of the teams that can be chosen. */
  readonly teams: readonly string[];
}

/** Where the person stands: found out anew each time, nothing is remembered. Only steps that can be taken here. */
export async function findProgress(turn: TurnContext, deps: Deps, reads: Reads): Promise<Progress> {
  const { userId } = turn.actor;
  const standing = await deps.findStanding(reads, userId, turn.place.conversationId);
  const teams = (await reads.teams.listForUser(userId)).slice(0, MOST_TEAMS).map(({ team }) => team.name);
  const steps = [
    ...(deps.hasGitHub ? [await gitHubStep(userId, deps, reads)] : []),
    teamStep(turn, teams, standing),
    ...(deps.hasGitHub ? [await subscribeStep(turn, reads)] : []),
    ...(deps.hasDirectory ? [await profileStep(userId, reads)] : []),
    await keyStep(userId, reads),
    ...(await findTeamSteps(standing, turn, deps, reads)),
  ];
  return { steps, teams };
}

async function gitHubStep(userId: string, deps: Deps, reads: Reads): Promise<Step> {
  const github = await deps.findGitHub(reads, userId);
  const text =
    github === undefined
      ? "Connect your GitHub account: what you do from here, you do as yourself."
      : `You act as @${toCardText(github.ghLogin, NAME_LENGTH)}.`;
  return { name: "github", isDone: github !== undefined, title: "Sign in to GitHub", text };
}

function teamStep(turn: TurnContext, teams: readonly string[], standing: TeamStanding): Step {
  return {
    name: "team",
    isDone: standing.kind === "in",
    // A team of one's own would change nothing where another is linked.
    isBlocked: standing.kind === "outside",
    title: "Choose or create a team",
    text: sayStanding(standing, turn, teams),
  };
}

function sayStanding(standing: TeamStanding, turn: TurnContext, teams: readonly string[]): string {
  switch (standing.kind) {
    case "in": {
      const name = toCardText(standing.team.name, NAME_LENGTH);
      if (standing.team.isLinked) return `${thisPlace(turn)} works in team **${name}**.`;
      const others = teams.length > 1 ? " Say **team use** and a name to change that." : "";
      return `Your commands work in team **${name}**.${others}`;
    }
    case "none":
      return "A team owns what is deployed and says who may do what. Make one, or ask a team's administrator to invite you.";
    case "unchosen":
      return "You are in several teams. In which one shall your commands work?";
    case "outside": {
      const name = toCardText(standing.name, NAME_LENGTH);
      return `${thisPlace(turn)} works in team **${name}**, and you aren't in it. Ask its administrators to invite you.`;
    }
  }
}

async function subscribeStep({ place }: TurnContext, reads: Reads): Promise<Step> {
  const { type, channelId } = place.reference;
  const count = (await reads.subscriptions.countByChannel([channelId])).get(channelId) ?? 0;
  const here = type === "channel" ? "this channel" : "this chat";
  const text =
    count === 0
      ? `Say **subscribe octo/hello**, with your own repository, and its news come to ${here}.`
      : `${count === 1 ? "One subscription" : `${String(count)} subscriptions`} in ${here}.`;
  return { name: "subscribe", isDone: count > 0, title: `Subscribe ${here} to a repository`, text };
}

async function profileStep(userId: string, reads: Reads): Promise<Step> {
  const registration = await reads.registrations.findByUser(userId);
  const isDone = registration?.posix !== undefined;
  const text = isDone
    ? `Your name on servers is **${toCardText(registration.posix.posixUid, NAME_LENGTH)}**.`
    : "Say **account profile** to choose your name on servers.";
  return { name: "profile", isDone, title: "Fill in your profile", text };
}

async function keyStep(userId: string, reads: Reads): Promise<Step> {
  const keys = await reads.sshPublicKeys.list(userId);
  const text =
    keys.length === 0
      ? "Say **account key add** with your SSH public key, and servers will know you."
      : `${keys.length === 1 ? "One key" : `${String(keys.length)} keys`} of yours.`;
  return { name: "key", isDone: keys.length > 0, title: "Add your SSH public key", text };
}

function thisPlace({ place }: TurnContext): string {
  return place.reference.type === "channel" ? "This channel" : "This chat";
}
