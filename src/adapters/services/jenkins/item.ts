import type { ItemState, ServiceItem } from "../contract/index.ts";
import type { Build } from "./shapes.ts";

/** hudson.model.Result */
const RESULTS: Readonly<Record<string, readonly [text: string, state: ItemState]>> = {
  SUCCESS: ["Succeeded", "success"],
  UNSTABLE: ["Unstable", "unstable"],
  FAILURE: ["Failed", "failure"],
  ABORTED: ["Aborted", "canceled"],
  NOT_BUILT: ["Not built", "canceled"],
};

export function toState(result: string | null | undefined): readonly [text: string, state: ItemState] {
  if (result === null || result === undefined || result === "") return ["Running", "running"];
  return RESULTS[result] ?? [result, "unknown"];
}

export function toItem(job: string, build: Build, baseUrl: string): ServiceItem {
  const { number, url, result, building, timestamp, duration, description } = build;
  const [stateText, state] = toState(building ? null : result);
  return {
    ...identityOf(job, number, baseUrl),
    title: job,
    url: toOwnUrl(url, job, number, baseUrl),
    stateText,
    state,
    facts: [
      { name: "Began", value: toIso(timestamp) },
      { name: "Took", value: duration === 0 ? "" : `${String(Math.round(duration / 1_000))} s` },
    ].filter(({ value }) => value !== ""),
    body: description ?? "",
    updatedAt: toIso(timestamp + duration),
  };
}

export function identityOf(
  job: string,
  number: number,
  baseUrl: string,
): Pick<ServiceItem, "key" | "subjectKey" | "source" | "type"> {
  const key = `${job} #${String(number)}`;
  return { key, subjectKey: `jenkins:${baseUrl}/${job}#${String(number)}`, source: job, type: "Build" };
}

/** A Jenkins that doesn't know its own address writes another one into its answers: ours leads there. */
export function toOwnUrl(url: string, job: string, number: number, baseUrl: string): string {
  const isOurs = URL.parse(url)?.origin === URL.parse(baseUrl)?.origin;
  return isOurs ? url : `${baseUrl}${toJobPath(job) ?? ""}/${String(number)}/`;
}

/** `folder/job` -> `/job/folder/job/job`; undefined for what is no name. */
export function toJobPath(job: string): string | undefined {
  const parts = job.split("/");
  const isName = parts.every((part) => part !== "" && part !== "." && part !== ".." && part.length <= 200);
  if (!isName || parts.length > 20) return undefined;
  return parts.map((part) => `/job/${encodeURIComponent(part)}`).join("");
}

export function toIso(milliseconds: number): string {
  const time = new Date(milliseconds);
  return milliseconds === 0 || Number.isNaN(time.getTime()) ? "" : time.toISOString();
}
