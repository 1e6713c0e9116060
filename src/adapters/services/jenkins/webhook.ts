import { createHash } from "node:crypto";
import type { ServiceEvent, ServiceWebhook, WebhookVerdict } from "../contract/index.ts";
import { identityOf, toIso, toOwnUrl, toState } from "./item.ts";
import { Notification } from "./shapes.ts";

/** The Notification plugin signs nothing: the address, which nobody can guess, was the proof. */
export function proveJenkinsWebhook({ body }: ServiceWebhook): WebhookVerdict {
  const phase = read(body)?.build.phase ?? "unknown";
  return {
    kind: "accepted",
    deliveryId: createHash("sha256").update(body).digest("hex"),
    event: phase.toLowerCase(),
  };
}

/** COMPLETED comes before the steps that follow a build, FINALIZED after them; QUEUED has no number that stays. */
export function readJenkinsWebhook(body: Buffer, baseUrl: string): readonly ServiceEvent[] {
  const told = read(body);
  if (told === undefined || !["STARTED", "COMPLETED", "FINALIZED"].includes(told.build.phase)) return [];
  const job = toJobName(told);
  const { number, phase, status, timestamp, duration, scm, notes, full_url: url } = told.build;
  const isRunning = phase === "STARTED";
  // The plugin may send the status of the build before with STARTED.
  const [stateText, state] = toState(isRunning ? undefined : status);
  const facts = [
    { name: "Branch", value: scm?.branch ?? "" },
    { name: "Commit", value: (scm?.commit ?? "").slice(0, 12) },
    { name: "Took", value: isRunning || duration === 0 ? "" : `${String(Math.round(duration / 1_000))} s` },
  ];
  return [
    {
      opens: isRunning,
      actor: "",
      item: {
        ...identityOf(job, number, baseUrl),
        title: job,
        url: toOwnUrl(url, job, number, baseUrl),
        stateText,
        state,
        facts: facts.filter(({ value }) => value !== ""),
        body: notes ?? "",
        updatedAt: toIso(isRunning ? timestamp : timestamp + Math.max(duration, 1)),
      },
      ...(phase === "COMPLETED" &&
        state !== "success" && { note: `${job} #${String(number)}: ${stateText}` }),
    },
  ];
}

/** `name` is the last part only; the job's address has them all (`job/folder/job/name/`). */
function toJobName({ name, url }: Notification): string {
  const parts = [...url.matchAll(/(?:^|\/)job\/([^/]+)/g)].map(([, part = ""]) => decode(part));
  return parts.length === 0 ? name : parts.join("/");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function read(body: Buffer): Notification | undefined {
  try {
    return Notification.safeParse(JSON.parse(body.toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
