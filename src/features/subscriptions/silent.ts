import type { GitHubInstallation } from "../../adapters/github/contract/index.ts";
import type { ListedSubscription } from "../../adapters/store/contract/index.ts";
import { Fault } from "../../core/fault.ts";
import type { Feature } from "../../core/features.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { isAtLeast } from "../../core/repository-role.ts";
import type { SubscriptionDeps } from "./deps.ts";
import { listUngranted, type Told } from "./feature-permissions.ts";

type Deps = SubscriptionDeps["subscriptions"];

/** What of a subscription will not be heard although it is on, and why; escaped, for a card. */
export interface Silence {
  readonly notes: readonly string[];
  /** Where the account's owner grants what is missing; `""` when that would mend nothing. */
  readonly permissionsUrl: string;
}

export const NOTHING_SILENT: Silence = { notes: [], permissionsUrl: "" };

export interface Asked {
  readonly features: readonly Feature[];
  readonly artifact: { readonly type: "Repo" | "Account"; readonly id: string; readonly name: string };
  /** Undefined when GitHub doesn't say. */
  readonly installation: GitHubInstallation | undefined;
  /** chatopsgithubuser.id of whose rights decide about alerts: who subscribed. */
  readonly creatorId: string;
  readonly askerId: string;
}

/** Asks GitHub, so not inside transactions; what it doesn't answer is not said. */
export async function findSilence(asked: Asked, deps: Deps): Promise<Silence> {
  const [permissions, rights] = await Promise.all([findUngranted(asked, deps), findRights(asked, deps)]);
  return { ...permissions, notes: [...permissions.notes, ...rights] };
}

/** The same of a subscription that is here. */
export async function findSilenceOf(
  row: ListedSubscription,
  features: readonly Feature[],
  askerId: string,
  deps: Deps,
): Promise<Silence> {
  const installation = await orUndefined(deps.app.findInstallation(row.ghInstallationId));
  const { ghArtifactType: type, ghArtifactId: id, ghArtifactName: name } = row;
  const artifact = { type, id, name };
  return findSilence({ features, artifact, installation, creatorId: row.chatOpsUsersId, askerId }, deps);
}

async function findUngranted({ features, installation }: Asked, deps: Deps): Promise<Silence> {
  if (installation === undefined) return NOTHING_SILENT;
  const missing = listUngranted(features, installation.permissions);
  if (missing.length === 0) return NOTHING_SILENT;
  const account = escapeMarkdown(installation.accountLogin);
  const asks = await orUndefined(deps.app.getSelf().then((self) => self.permissions));
  const isAskedFor = ({ anyOf }: Told): boolean => asks === undefined || anyOf.some((name) => name in asks);
  const toGrant = missing.filter(isAskedFor);
  const toAskFor = missing.filter((one) => !isAskedFor(one));
  const notes = [
    ...(toGrant.length === 0
      ? []
      : [`⚠️ Silent until an owner of ${account} grants our GitHub App more: ${list(toGrant)}.`]),
    ...(toAskFor.length === 0
      ? []
      : [
          `⚠️ Silent until whoever runs this bot lets its GitHub App ask for more, and an owner of ${account} grants it: ${list(toAskFor)}.`,
        ]),
  ];
  // GitHub's page where an owner reviews what an App newly asks for.
  const permissionsUrl = toGrant.length === 0 ? "" : `${installation.htmlUrl}/permissions/update`;
  return { notes, permissionsUrl };
}

function list(missing: readonly Told[]): string {
  return missing.map(({ what, title }) => `${what} (needs ${title})`).join(", ");
}

/** Alerts go out only where who subscribed may see them on GitHub; better to hear that now than to wait for them. */
async function findRights(asked: Asked, deps: Deps): Promise<readonly string[]> {
  if (!asked.features.includes("alerts")) return [];
  const isAsker = asked.creatorId === asked.askerId;
  const who = isAsker ? "you" : "who subscribed";
  if (asked.artifact.type === "Account")
    return [
      `Alerts come only of repositories where ${who} may write; those of secret scanning where ${who} ${isAsker ? "are" : "is"} an admin.`,
    ];
  const role = await orUndefined(deps.roleOf(asked.creatorId, asked.artifact.id));
  if (role === undefined || isAtLeast(role, "admin")) return [];
  const name = escapeMarkdown(asked.artifact.name);
  const anew = "To change that, somebody with the right unsubscribes and subscribes anew.";
  if (isAtLeast(role, "write"))
    return [
      `⚠️ Alerts of secret scanning stay silent: they come only when who subscribed is an admin of ${name}. ${anew}`,
    ];
  return [
    `⚠️ Alerts stay silent: they come only when who subscribed may write in ${name}, those of secret scanning when they are an admin. ${anew}`,
  ];
}

async function orUndefined<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return undefined;
  }
}
