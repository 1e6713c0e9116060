import type { ConnectionStanding, SubscriptionHealthRecord } from "../../../adapters/store/contract/index.ts";
import { addMilliseconds, DAY } from "../../../core/clock.ts";
import { faultDeclarations } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import { knownFeatures } from "../feature-words.ts";
import { listUngranted, type Told } from "../feature-permissions.ts";
import type { Seen } from "../seen.ts";
import { toCardTime } from "./card-time.ts";

/** What mends a trouble. */
export type Remedy =
  | { readonly kind: "open"; readonly title: string; readonly url: string }
  /** The card has a button for each of these; `of` is what it is about. */
  | {
      readonly kind: "press";
      readonly verb: "signin.again" | "subscriptions.resume" | "subscriptions.adopt";
      readonly of?: string;
    };

/** Something that keeps events away, in a card's Markdown, with what mends it where somebody can. */
export interface Trouble {
  readonly text: string;
  readonly remedy?: Remedy;
}

export interface Known {
  readonly health: SubscriptionHealthRecord | undefined;
  readonly creator: ConnectionStanding | undefined;
  /** When an event of it failed for good. */
  readonly deadAt: Date | undefined;
  /** The permissions that our GitHub App asks for; undefined when GitHub doesn't say. */
  readonly asks: Readonly<Record<string, string>> | undefined;
}

export type Visible = Exclude<Seen, { kind: "hidden" }>;

/** An expired sign-in's subscriptions go on for so long. */
const GRACE_MS = 7 * DAY;

/** Everything that is wrong with a subscription, the gravest first. Pure. */
export function listTroubles(seen: Visible, known: Known): readonly Trouble[] {
  return [
    ...fromGitHub(seen),
    ...fromPause(seen),
    ...fromCreator(known),
    ...fromRefusal(seen, known),
    ...fromPermissions(seen, known),
    ...fromLastError(seen, known),
    ...fromDeadDelivery(known),
  ];
}

function fromGitHub(seen: Visible): readonly Trouble[] {
  if (seen.kind === "suspended") {
    const { accountLogin, htmlUrl } = seen.installation;
    const text = `⏸️ Our GitHub App is suspended on ${escapeMarkdown(accountLogin)}: nothing comes until it is unsuspended there.`;
    return [{ text, remedy: { kind: "open", title: "Configure App", url: htmlUrl } }];
  }
  if (seen.kind !== "unknown") return [];
  const isLimited = seen.fault === "GITHUB_RATE_LIMITED";
  const why = isLimited ? "GitHub asks us to slow down" : "GitHub doesn't answer";
  return [{ text: `⏳ ${why}: the name is as last known, and what comes may come late.` }];
}

function fromPause({ row }: Visible): readonly Trouble[] {
  if (row.state !== "paused") return [];
  const until = new Date(row.settings.pausedUntil ?? "");
  const end = Number.isNaN(until.getTime()) ? "" : ` until ${toCardTime(until)}`;
  const remedy = { kind: "press", verb: "subscriptions.resume", of: row.id } as const;
  return [{ text: `⏸️ Paused${end}.`, remedy }];
}

function fromCreator({ creator }: Known): readonly Trouble[] {
  if (creator?.state !== "expired") return [];
  const login = escapeMarkdown(creator.ghLogin);
  const end = toCardTime(addMilliseconds(creator.since, GRACE_MS));
  const text = `⚠️ The sign-in of @${login}, who set it up, expired on ${toCardTime(creator.since)}. It goes on until ${end}.`;
  return [{ text, remedy: { kind: "press", verb: "signin.again" } }];
}

function fromRefusal(seen: Visible, { health, creator }: Known): readonly Trouble[] {
  if (health?.refusedAt === undefined) return [];
  const login = escapeMarkdown(creator?.ghLogin ?? "");
  const text = `⚠️ GitHub refused it to @${login}, who set it up, on ${toCardTime(health.refusedAt)}. If it does so again, the subscription stops.`;
  if (seen.kind !== "shown" || seen.row.ghArtifactType === "Account") return [{ text }];
  return [{ text, remedy: { kind: "open", title: "Grant access", url: `${seen.htmlUrl}/settings/access` } }];
}

/** What these features lack of the installation's permissions; nothing where GitHub doesn't say. */
export function listMissing(seen: Visible): readonly Told[] {
  if (seen.kind !== "shown") return [];
  return listUngranted(knownFeatures(seen.row.settings.features), seen.installation.permissions);
}

function fromPermissions(seen: Visible, { asks }: Known): readonly Trouble[] {
  if (seen.kind !== "shown") return [];
  const { installation } = seen;
  const isAskedFor = ({ anyOf }: Told): boolean => asks === undefined || anyOf.some((name) => name in asks);
  const missing = listMissing(seen);
  const toGrant = missing.filter(isAskedFor);
  const toAskFor = missing.filter((one) => !isAskedFor(one));
  const where = escapeMarkdown(installation.accountLogin);
  const url = `${installation.htmlUrl}/permissions/update`;
  return [
    ...(toGrant.length === 0
      ? []
      : [
          {
            text: `⚠️ Nothing comes of ${whatOf(toGrant)}: our GitHub App lacks ${titlesOf(toGrant)} on ${where}.`,
            remedy: { kind: "open", title: "Grant permission", url } as const,
          },
        ]),
    ...(toAskFor.length === 0
      ? []
      : [
          {
            text: `⚠️ Nothing comes of ${whatOf(toAskFor)}: our GitHub App doesn't ask for ${titlesOf(toAskFor)}. Whoever runs this bot adds ${toAskFor.length === 1 ? "it" : "them"} in the App's settings.`,
          },
        ]),
  ];
}

function whatOf(missing: readonly Told[]): string {
  return missing.map(({ what }) => what).join(", ");
}

function titlesOf(missing: readonly Told[]): string {
  const titles = [...new Set(missing.map(({ title }) => `"${title}"`))];
  return `the permission${titles.length === 1 ? "" : "s"} ${titles.join(", ")}`;
}

/** Only while nothing has come since. */
function fromLastError(seen: Visible, { health, creator }: Known): readonly Trouble[] {
  if (health?.lastErrorAt === undefined || health.lastError === "" || health.refusedAt !== undefined)
    return [];
  if (health.lastDeliveryAt !== undefined && health.lastDeliveryAt >= health.lastErrorAt) return [];
  const at = toCardTime(health.lastErrorAt);
  if (health.lastError !== "GITHUB_SSO_REQUIRED")
    return [{ text: `⚠️ Last error, ${at}: ${toWords(health.lastError)}` }];
  const owner = seen.row.ghArtifactName.split("/")[0] ?? "";
  const text = `⚠️ ${escapeMarkdown(owner)} asks @${escapeMarkdown(creator?.ghLogin ?? "")}, who set it up, for single sign-on (${at}). Until then what is private stays away.`;
  if (seen.kind !== "shown") return [{ text }];
  const url = new URL(`/orgs/${encodeURIComponent(owner)}/sso`, seen.htmlUrl).href;
  return [{ text, remedy: { kind: "open", title: "Authorize SSO", url } }];
}

function fromDeadDelivery({ deadAt, health }: Known): readonly Trouble[] {
  if (deadAt === undefined) return [];
  if (health?.lastDeliveryAt !== undefined && health.lastDeliveryAt >= deadAt) return [];
  return [
    {
      text: `⚠️ An event of ${toCardTime(deadAt)} could not be told. An administrator of this bot sees why with: queue`,
    },
  ];
}

const declarations = new Map(Object.entries(faultDeclarations));

/** The first sentence of a fault that we know, as cards can show it; never what somebody else said. */
function toWords(code: string): string {
  const declaration = declarations.get(code);
  if (declaration === undefined) return "something broke on our side.";
  const [first = ""] = declaration.sampleSentence.split(/(?<=[.!?]) /);
  return declaration.hasArguments ? "GitHub asked us to wait." : escapeMarkdown(first.replaceAll("`", '"'));
}
