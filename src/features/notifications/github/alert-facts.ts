import type { Facts } from "../../../core/facts.ts";
import type { Happening } from "../../../core/happening.ts";
import { toNote, type NoteFacts } from "../note.ts";
import { toFact } from "../parts.ts";
import { ALERT_STATES, type AlertKind, type AlertPart, type AlertState } from "../parts/alert.ts";
import { shorten, toLine } from "../../../core/plain-text.ts";
import { toHappeningRepository, toRepositoryFields, type Account, type Repository } from "./schemas.ts";

/** What an alert's payload says, whatever found it. */
export interface AlertNews {
  readonly action: string;
  readonly repository: Repository;
  readonly sender: Account;
  readonly at: string;
  /** What the actions mean here; actions without a word say nothing and open nothing. */
  readonly words: Readonly<Record<string, Pick<NoteFacts, "icon" | "verb">>>;
  readonly comment: string;
  readonly alert: Omit<AlertPart, "repository" | "repositoryUrl">;
}

const OPENS: readonly string[] = [
  "created",
  "reopened",
  "reopened_by_user",
  "reintroduced",
  "auto_reopened",
  "publicly_leaked",
];

/**
 * Even of a public repository not everybody may know the alerts: by default those who may write do, and of secrets those
 * who administer it. Source: docs.github.com "Repository roles for an organization", security features.
 */
export function alertHappening(news: AlertNews): Happening {
  const { action, alert, repository, sender } = news;
  const words = news.words[action];
  return {
    repository: toHappeningRepository(repository),
    subjectKey: alertKey(repository, alert.kind, alert.number),
    feature: "alerts",
    keptFor: ["alerts"],
    facts: toFacts(news),
    creatorNeeds: alert.kind === "secret-scanning" ? "admin" : "write",
    opens: OPENS.includes(action),
    actorLogin: sender.login,
    ...(words === undefined
      ? {}
      : {
          note: toNote({
            ...words,
            by: sender,
            ...(alert.resolution === "" ? {} : { about: `(${alert.resolution})` }),
            body: news.comment,
            url: alert.url,
            at: news.at,
            subject: `${repository.full_name}: ${alert.title}`,
          }),
          noteNeeds: "root" as const,
        }),
  };
}

function alertKey(repository: Repository, kind: AlertKind, number: number): string {
  return `alert:${repository.id}#${kind}/${String(number)}`;
}

function toFacts({ alert, repository, action, at }: AlertNews): Facts {
  const part: AlertPart = {
    ...toRepositoryFields(repository),
    ...alert,
    title: toLine(alert.title, 200),
    tool: shorten(alert.tool, 60),
    about: toLine(alert.about, 150),
    place: toLine(alert.place, 200),
    advisory: toLine(alert.advisory, 100),
    fixedIn: toLine(alert.fixedIn, 60),
    resolution: toLine(alert.resolution, 100),
  };
  const version = { at, rank: ALERT_STATES.indexOf(alert.state), attempt: action === "created" ? 0 : 1 };
  return { alert: toFact(version, part) };
}

/** GitHub's states of all alerts. */
export function toAlertState(state: string | null | undefined): AlertState {
  if (state === "fixed" || state === "resolved") return "fixed";
  return state === "dismissed" || state === "auto_dismissed" ? "dismissed" : "open";
}

/** `false_positive` as people say it. */
export function toWords(word: string | null | undefined): string {
  return (word ?? "").replaceAll("_", " ").trim();
}
