import type { DeadJobRecord, DeliveryRecord, Reads } from "../../adapters/store/contract/index.ts";
import { faultDeclarations } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

/** Something that failed for good: a delivery from outside, or another job. */
export interface DeadThing {
  readonly kind: "delivery" | "job";
  readonly id: string;
  /** What a person types for it: the end of the id, which is the random part. */
  readonly reference: string;
  /** Markdown. */
  readonly what: string;
  /** In words, Markdown. */
  readonly error: string;
  readonly at: Date;
}

/** What is looked at and retried at once. */
export const DEAD_AT_ONCE = 500;
const REFERENCE_LENGTH = 8;
const ERROR_LENGTH = 160;
const DELIVERY_JOB = "delivery";
const TURN_JOB = "turn";

/** Newest first. A delivery and its job are one thing. */
export async function listDead(reads: Pick<Reads, "deliveries" | "jobs">): Promise<readonly DeadThing[]> {
  const deliveries = await reads.deliveries.listDead(DEAD_AT_ONCE);
  const shown = new Set(deliveries.map(({ id }) => id));
  const jobs = await reads.jobs.listDead(DEAD_AT_ONCE);
  const others = jobs.filter(({ kind, targetId }) => kind !== DELIVERY_JOB || !shown.has(targetId));
  return [...deliveries.map(fromDelivery), ...others.map(fromJob)]
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, DEAD_AT_ONCE);
}

function fromDelivery({ id, event, action, source, lastError, receivedAt }: DeliveryRecord): DeadThing {
  const name = action === "" ? event : `${event} ${action}`;
  const what = `Event **${escapeMarkdown(name)}** from ${source === "github" ? "GitHub" : escapeMarkdown(source)}`;
  return {
    kind: "delivery",
    id,
    reference: toReference(id),
    what,
    error: toWords(lastError),
    at: receivedAt,
  };
}

function fromJob({ id, kind, lastError, diedAt }: DeadJobRecord): DeadThing {
  const what = kind === TURN_JOB ? "A command or button" : `Job **${escapeMarkdown(kind)}**`;
  return { kind: "job", id, reference: toReference(id), what, error: toWords(lastError), at: diedAt };
}

function toReference(id: string): string {
  return id.slice(-REFERENCE_LENGTH);
}

const declarations = new Map(Object.entries(faultDeclarations));

/** A job keeps the code of a fault that we know; whatever stands behind the code is its sentence already. */
function toWords(error: string): string {
  const [, code = "", said = ""] = /^([A-Z][A-Z_]+)(?:: (.*))?$/s.exec(error) ?? [];
  const declaration = declarations.get(code);
  const sentence = declaration?.hasArguments === false ? declaration.sampleSentence : "";
  const words = [said, sentence, error].find((text) => text !== "") ?? "It left no reason.";
  const short = words.length > ERROR_LENGTH ? `${words.slice(0, ERROR_LENGTH).toWellFormed()}…` : words;
  return escapeMarkdown(short);
}
