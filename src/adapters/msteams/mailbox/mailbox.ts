import { SECOND, type Clock } from "../../../core/clock.ts";
import type { ChatConnector, RenderedMessage } from "../../../core/connector.ts";
import { newId } from "../../../core/ids.ts";
import type { Log } from "../../../core/log.ts";
import { systemTimers, type Timers } from "../../../core/timers.ts";
import { teamsLimits, type MailboxLimits, type MailboxMetrics, type MailboxStore } from "./contract.ts";
import { createCredentialsAlarm } from "./credentials-alarm.ts";
import { Drainer, type DrainEnd, type DrainerDeps } from "./drainer.ts";
import { Naps } from "./naps.ts";
import { Paces } from "./paces.ts";
import { Turns } from "./turns.ts";

export interface MailboxOptions {
  readonly store: MailboxStore;
  readonly connector: ChatConnector;
  readonly clock: Clock;
  readonly log: Log;
  /** Teams' own limits unless given. */
  readonly limits?: MailboxLimits;
  readonly metrics?: MailboxMetrics;
  readonly timers?: Timers;
  /** Makes a message that the platform found too big shorter; without it such a message is refused. */
  readonly shrink?: (message: RenderedMessage) => RenderedMessage;
  /** 0 <= n < 1, for jitter. */
  readonly random?: () => number;
}

/** Sends what the outbox holds: one conversation, one drainer, one request at a time. */
export interface Mailbox {
  start(): void;
  /** Ends when requests under way are answered and recorded and the leases are free. */
  stop(): Promise<void>;
  /** These conversations have new rows; call it from afterCommit. */
  notify(conversationIds: readonly string[]): void;
}

const POLL_MS = 30 * SECOND;
/** Conversations asked of the outbox in one poll, besides those known to wait. */
const POLL_PAGE = 500;

const noMetrics: MailboxMetrics = { counted: () => undefined, aged: () => undefined };

export function createMailbox(options: MailboxOptions): Mailbox {
  return new TeamsMailbox(options);
}

class TeamsMailbox implements Mailbox {
  private readonly options: MailboxOptions;
  private readonly timers: Timers;
  private readonly naps: Naps;
  private readonly paces: Paces;
  private readonly turns: Turns;
  private readonly drainerDeps: DrainerDeps;
  private cancelPoll: () => void = () => undefined;
  private polling: Promise<void> | undefined;
  private stopping = false;

  constructor(options: MailboxOptions) {
    const limits = options.limits ?? teamsLimits;
    this.options = options;
    this.timers = options.timers ?? systemTimers;
    this.naps = new Naps(this.timers);
    this.paces = new Paces(limits);
    this.turns = new Turns({
      atOnce: limits.conversationsAtOnce,
      timers: this.timers,
      clock: options.clock,
      drain: (conversationId) => this.drain(conversationId),
      ranDry: () => this.poll(),
    });
    this.drainerDeps = {
      store: options.store,
      connector: options.connector,
      clock: options.clock,
      log: options.log,
      metrics: options.metrics ?? noMetrics,
      random: options.random ?? Math.random,
      shrink: options.shrink,
      holder: newId(),
      credentials: createCredentialsAlarm(options.log),
      nap: (milliseconds) => this.naps.nap(milliseconds),
      isStopping: () => this.stopping,
    };
  }

  start(): void {
    this.poll();
  }

  notify(conversationIds: readonly string[]): void {
    if (this.stopping) return;
    for (const conversationId of conversationIds) this.turns.ask(conversationId);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.cancelPoll();
    this.turns.close();
    this.naps.endAll();
    await this.polling;
    await this.turns.settled();
  }

  /** Finds what no notification told us of: after a restart, from other processes, after an overflow. */
  private poll(): void {
    if (this.stopping || this.polling !== undefined) return;
    this.cancelPoll();
    this.polling = this.askOutbox().finally(() => {
      this.polling = undefined;
      if (!this.stopping) this.cancelPoll = this.timers.after(POLL_MS, () => this.poll());
    });
  }

  private async askOutbox(): Promise<void> {
    const now = this.options.clock.now();
    this.paces.forget(now.getTime(), (id) => this.turns.isActive(id));
    try {
      const limit = POLL_PAGE + this.turns.parkedCount();
      const due = await this.options.store.read((reads) => reads.outbox.listConversationsDue(now, limit));
      this.notify(due);
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      this.options.log.warn({ error: name }, "outbox could not be read");
    }
  }

  private async drain(conversationId: string): Promise<DrainEnd> {
    try {
      const pace = this.paces.ofConversation(conversationId);
      pace.tenantId ??= await this.findTenant(conversationId);
      if (pace.tenantId === undefined) return { kind: "idle" };
      const gate = this.paces.ofTenant(pace.tenantId);
      return await new Drainer(conversationId, pace, gate, this.drainerDeps).drain();
    } catch (error) {
      this.options.log.error({ conversationId, error }, "drainer failed");
      return { kind: "failed" };
    }
  }

  private async findTenant(conversationId: string): Promise<string | undefined> {
    const found = await this.options.store.read((reads) => reads.conversations.find(conversationId));
    return found?.tenantId;
  }
}
