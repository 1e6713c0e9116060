import type { ChatPerson } from "../core/conversation.ts";
import type { Clock } from "../core/clock.ts";
import type { JsonObject } from "../core/json.ts";
import type { Log } from "../core/log.ts";
import type { Registry } from "../core/registry.ts";
import type { Reply } from "../core/reply.ts";
import type { TeamStanding } from "../core/team.ts";
import type { LinkedGitHub, Place } from "../core/turn.ts";
import type { CommandTurn } from "../core/command.ts";
import type { Answers } from "./answers.ts";
import type { FieldVault } from "./secret-fields.ts";
import type { BotStore } from "./store.ts";

/** Who somebody is beyond their chat identity. */
export interface Identity {
  findGitHub(userId: string): Promise<LinkedGitHub | undefined>;
  /** Named in ADMIN_USERS. */
  isNamedAdmin(person: ChatPerson): boolean;
  /** Guests and people of other tenants, who may use help and lists only. */
  isOutsider(place: Place, person: ChatPerson): Promise<boolean>;
  /** Which team the person's commands work in there. */
  findStanding(userId: string, place: Place): Promise<TeamStanding>;
  /** Names of those who can give powers in a team, its owner first; a few of them. */
  listAdministrators(teamId: string): Promise<readonly string[]>;
}

/** Asks for the details that the person's account lacks and keeps the command, or the button; undefined when nothing is missing. */
export type AskProfile = (turn: CommandTurn, pressed?: JsonObject) => Promise<Reply | undefined>;

/** Asks for sign-in and keeps the command, or the button that was pressed, which resumes by itself. */
export type AskSignIn = (turn: CommandTurn, pressed?: JsonObject) => Promise<Reply>;

export interface CommandMetrics {
  /** `fault`: answered with a known failure; `failed`: something broke. */
  ran(command: string, outcome: "done" | "fault" | "failed", seconds: number): void;
}

/** Everything that the pipeline works with; `deps` are what commands and actions get. */
export interface Bot<Deps> {
  readonly registry: Registry<Deps>;
  readonly deps: Deps;
  readonly store: BotStore;
  readonly answers: Answers;
  readonly identity: Identity;
  readonly askSignIn: AskSignIn;
  readonly askProfile: AskProfile;
  readonly metrics: CommandMetrics;
  /** Opens the secrets of a form for the button that takes them. */
  readonly vault: FieldVault;
  readonly clock: Clock;
  readonly log: Log;
}
