import type { ItemState, ServiceItem } from "../contract/index.ts";
import type { TravisBuild, TravisPayload } from "./shapes.ts";

const STATES: Readonly<Record<string, readonly [text: string, state: ItemState]>> = {
  created: ["Created", "running"],
  received: ["Received", "running"],
  started: ["Running", "running"],
  passed: ["Passed", "success"],
  failed: ["Failed", "failure"],
  errored: ["Errored", "failure"],
  canceled: ["Canceled", "canceled"],
};

/** `Fixed` and `Broken` tell of the build before as well. */
const MESSAGES: Readonly<Record<string, ItemState>> = {
  Pending: "running",
  Passed: "success",
  Fixed: "success",
  Broken: "failure",
  Failed: "failure",
  "Still Failing": "failure",
  Errored: "failure",
  Canceled: "canceled",
};

/** Pages are on another host than the API: `api.travis-ci.com` -> `app.travis-ci.com`; of an Enterprise server it is the same. */
export function toWebUrl(baseUrl: string): string {
  const url = URL.parse(baseUrl);
  if (url === null) return baseUrl;
  return url.hostname === "api.travis-ci.com" ? "https://app.travis-ci.com/github" : url.origin;
}

export function toItem(build: TravisBuild, baseUrl: string): ServiceItem {
  const { slug } = build.repository;
  const [stateText, state] = STATES[build.state] ?? [build.state, "unknown"];
  return {
    ...identityOf(slug, build.id, build.number, baseUrl),
    title: (build.commit?.message ?? "").split("\n")[0] ?? "",
    stateText,
    state,
    facts: factsOf({
      Branch: build.branch?.name,
      Commit: build.commit?.sha?.slice(0, 12),
      By: build.created_by?.login,
      Took: toSeconds(build.duration),
    }),
    body: "",
    updatedAt: toIso(build.finished_at ?? build.updated_at ?? build.started_at),
  };
}

export function toWebhookItem(told: TravisPayload, baseUrl: string): ServiceItem {
  const slug = `${told.repository.owner_name}/${told.repository.name}`;
  return {
    ...identityOf(slug, told.id, told.number, baseUrl),
    title: (told.message ?? "").split("\n")[0] ?? "",
    stateText: told.status_message,
    state: MESSAGES[told.status_message] ?? "unknown",
    facts: factsOf({
      Branch: told.branch,
      Commit: told.commit?.slice(0, 12),
      By: told.author_name,
      Took: toSeconds(told.duration),
    }),
    body: "",
    updatedAt: toIso(told.finished_at ?? told.started_at),
  };
}

function identityOf(
  slug: string,
  id: number,
  number: string,
  baseUrl: string,
): Pick<ServiceItem, "key" | "subjectKey" | "source" | "type" | "url"> {
  return {
    key: `${slug} #${number}`,
    subjectKey: `travis:${baseUrl}#${String(id)}`,
    source: slug,
    type: "Build",
    url: `${toWebUrl(baseUrl)}/${slug}/builds/${String(id)}`,
  };
}

function factsOf(facts: Readonly<Record<string, string | null | undefined>>): ServiceItem["facts"] {
  return Object.entries(facts).flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

function toSeconds(duration: number | null | undefined): string {
  return duration ? `${String(duration)} s` : "";
}

function toIso(text: string | null | undefined): string {
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) ? "" : new Date(time).toISOString();
}
