import type { GitHubPerson, GitHubTarget } from "../../adapters/github/contract/index.ts";
import type { ScheduleRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Deps } from "./deps.ts";

/** What a reminder is about, as GitHub names it today. */
export interface Artifact {
  readonly type: ScheduleRecord["ghArtifactType"];
  readonly id: string;
  readonly name: string;
}

/**
 * A repository that the person reads, or an owner with the App installed where the person reaches it. Throws
 * REMINDER_UNREACHABLE, which doesn't tell what is private from what is not there.
 */
export async function reach(
  target: GitHubTarget,
  person: GitHubPerson,
  { app }: Pick<Deps, "app">,
): Promise<Artifact> {
  if (target.kind === "repository") {
    const found = await person.findRepository(target.owner, target.name);
    if (found === undefined) throw unreachable(`${target.owner}/${target.name}`);
    return { type: "Repo", id: found.id, name: found.fullName };
  }
  const account = await person.findAccount(target.owner);
  if (account === undefined || !(await reachesAccount(account, person, { app })))
    throw unreachable(target.owner);
  return { type: "Account", id: account.id, name: account.login };
}

/** What a schedule is about, under today's name; undefined when this person can't see it. */
export async function findArtifact(
  schedule: Pick<ScheduleRecord, "ghArtifactId" | "ghArtifactName" | "ghArtifactType">,
  person: GitHubPerson,
  { app }: Pick<Deps, "app">,
): Promise<Artifact | undefined> {
  const id = schedule.ghArtifactId;
  if (schedule.ghArtifactType === "Repo") {
    const found = await person.findRepositoryById(id);
    return found && { type: "Repo", id, name: found.fullName };
  }
  const account = await person.findAccountById(id);
  if (account === undefined || !(await reachesAccount(account, person, { app }))) return undefined;
  return { type: "Account", id, name: account.login };
}

/** Without the App's installation an owner's private repositories would be missing, and nobody would know. */
async function reachesAccount(
  account: { readonly login: string; readonly type: "User" | "Organization" },
  person: GitHubPerson,
  { app }: Pick<Deps, "app">,
): Promise<boolean> {
  const installation = await app.findAccountInstallation(account);
  return installation !== undefined && (await person.listInstallationIds()).has(installation.id);
}

function unreachable(name: string): Error {
  return faults.REMINDER_UNREACHABLE({ name: escapeMarkdown(name) });
}
