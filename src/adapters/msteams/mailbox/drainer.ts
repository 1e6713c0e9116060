import type { Clock } from "../../../core/clock.ts";
import type { ChatConnector, PostingPlace, RenderedMessage } from "../../../core/connector.ts";
import type { Log, LogFields } from "../../../core/log.ts";
import { SHORT_PAUSE_MS, advance, type Ended, type Lease, type Step } from "./advance.ts";
import { backoffMs } from "./backoff.ts";
import type { MailboxMetrics, MailboxStore } from "./contract.ts";
import { decide, type Decision, type RequestResult } from "./decide.ts";
import type { ConversationPace, TenantGate } from "./pace.ts";
import type { SendOrder } from "./plan.ts";
import { postOrder, toMessage } from "./request.ts";

export interface DrainerDeps {
  readonly store: MailboxStore;
  readonly connector: ChatConnector;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: MailboxMetrics;
  readonly random: () => number;
  readonly shrink: ((message: RenderedMessage) => RenderedMessage) | undefined;
  /** Who holds the leases: one mailbox. */
  readonly holder: string;
  readonly credentials: CredentialsAlarm;
  /** Ends early when the mailbox stops. */
  readonly nap: (milliseconds: number) => Promise<void>;
  readonly isStopping: () => boolean;
}

/** Says once, loudly, that the platform refuses our credentials, and once that it takes them again. */
export interface CredentialsAlarm {
  refused(fields: LogFields): void;
  accepted(): void;
}

/** How a drainer left: `later` keeps the lease until then; `due` has nothing to send before `at`. */
export type DrainEnd =
  | { readonly kind: "idle" }
  | { readonly kind: "due"; readonly at: Date }
  | { readonly kind: "later"; readonly at: Date }
  | { readonly kind: "held-elsewhere" }
  | { readonly kind: "failed" };

export const LEASE_MS = 30_000;
/** A request takes at most this long: it starts only while the lease lasts longer. */
const REQUEST_MS = 15_000;

/** Drains one conversation: one request at a time, each recorded in the transaction that chooses the next. */
export class Drainer {
  private readonly conversationId: string;
  private readonly pace: ConversationPace;
  private readonly gate: TenantGate;
  private readonly deps: DrainerDeps;
  private lease: Lease | undefined;
  private readonly rootless = new Set<string>();
  private readonly shrunk = new Map<string, RenderedMessage>();

  constructor(conversationId: string, pace: ConversationPace, gate: TenantGate, deps: DrainerDeps) {
    this.conversationId = conversationId;
    this.pace = pace;
    this.gate = gate;
    this.deps = deps;
  }

  async drain(): Promise<DrainEnd> {
    let decision: Decision | undefined;
    for (;;) {
      const pause = this.pauseMs();
      if (decision === undefined && this.lease === undefined && this.deps.isStopping())
        return { kind: "idle" };
      if (decision === undefined && pause > 0) {
        if (pause > SHORT_PAUSE_MS) return { kind: "later", at: new Date(this.pace.readyAt()) };
        if (!this.deps.isStopping()) {
          await this.deps.nap(pause);
          continue;
        }
      }
      const step = await this.step(decision, pause === 0 && !this.deps.isStopping());
      if (step.kind === "send") decision = await this.send(step.order, step.place);
      else if (step.kind === "again" || step.kind === "paused") decision = undefined;
      else return step;
    }
  }

  /** Milliseconds until the next request may start. */
  private pauseMs(): number {
    const now = this.deps.clock.now().getTime();
    return Math.max(0, this.pace.readyAt() - now, this.gate.readyAt(now) - now);
  }

  /** One transaction; with something to record it is repeated until it succeeds, for the message is out. */
  private async step(decision: Decision | undefined, maySend: boolean): Promise<Step> {
    if (maySend) this.gate.enter();
    const step = await this.tryStep(decision, maySend);
    if (maySend && step.kind !== "send") this.gate.leave(undefined);
    return step;
  }

  private async tryStep(decision: Decision | undefined, maySend: boolean): Promise<Step> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        const { step, lease, ended } = await advance(this.deps.store, {
          conversationId: this.conversationId,
          holder: this.deps.holder,
          now: this.deps.clock.now(),
          lease: this.lease,
          leaseMs: LEASE_MS,
          renewBelowMs: REQUEST_MS + 5_000,
          pausesUntil: this.pace.readyAt(),
          rootless: this.rootless,
          stopping: this.deps.isStopping(),
          decision,
          maySend,
        });
        this.lease = lease;
        this.measure(ended);
        return step;
      } catch (error) {
        const name = error instanceof Error ? error.name : "unknown";
        this.deps.log.warn(
          { conversationId: this.conversationId, error: name },
          "outbox could not be written",
        );
        const givesUp = this.deps.isStopping() && attempts >= 3;
        if (decision === undefined || givesUp) return { kind: "failed" };
        await this.deps.nap(backoffMs(attempts, this.deps.random, 500, LEASE_MS));
      }
    }
  }

  private async send(order: SendOrder, place: PostingPlace): Promise<Decision> {
    const { clock, connector, log } = this.deps;
    const expires = this.lease?.until.getTime() ?? 0;
    let result: RequestResult = { kind: "unstarted" };
    if (expires - clock.now().getTime() >= REQUEST_MS) {
      const message = this.shrunk.get(order.row.id) ?? toMessage(order.body);
      result = await postOrder(connector, place, order, message, log);
    }
    const now = clock.now();
    if (result.kind !== "unstarted") this.pace.requestEnded(now.getTime());
    this.gate.leave(result.kind === "unstarted" ? undefined : now.getTime());
    const decision = decide(order, result, {
      now,
      random: this.deps.random,
      unknownOutcomes: this.pace.unknownOutcomes,
      shrink: this.shrunk.has(order.row.id) ? undefined : this.deps.shrink,
    });
    this.remember(decision);
    this.report(decision);
    return decision;
  }

  private remember(decision: Decision): void {
    const { row, target } = decision.order;
    if (target.as !== "update") this.countUnknown(decision);
    if (decision.then === "finish") {
      this.rootless.delete(row.id);
      this.shrunk.delete(row.id);
    }
    if (decision.then !== "retry") return;
    if (decision.holds) this.pace.hold(decision.at.getTime());
    if (decision.rootless === true) this.rootless.add(row.id);
    if (decision.shrunk !== undefined) this.shrunk.set(row.id, decision.shrunk);
  }

  private measure(ended: readonly Ended[]): void {
    const now = this.deps.clock.now().getTime();
    for (const { row, outcome } of ended) {
      this.deps.metrics.counted(row.kind, outcome);
      this.deps.metrics.aged(row.lane, (now - row.createdAt.getTime()) / 1_000);
    }
  }

  private countUnknown({ result }: Decision): void {
    if (result.kind === "posted") this.pace.unknownOutcomes = 0;
    if (result.kind === "failed" && result.failure.kind === "ambiguous") this.pace.unknownOutcomes += 1;
  }

  private report(decision: Decision): void {
    if (decision.result.kind === "posted") this.deps.credentials.accepted();
    if (decision.result.kind !== "failed") return;
    const { kind, status, code } = decision.result.failure;
    const { row } = decision.order;
    const fields = { conversationId: row.conversationId, outboxId: row.id, kind, status, code };
    if (kind === "unauthorized") this.deps.credentials.refused(fields);
    else if (decision.then === "finish") this.deps.log.warn(fields, "message given up");
    else if (decision.then === "pause-conversation")
      this.deps.log.warn(fields, "the bot is away from this conversation: paused");
    else this.deps.log.info(fields, "message is sent again later");
  }
}
