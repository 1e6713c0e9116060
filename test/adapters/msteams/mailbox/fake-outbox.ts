import type {
  ConversationRow,
  Lane,
  MailboxStore,
  MailboxTransaction,
  OutboxBody,
  OutboxKind,
  OutboxOutcome,
  OutboxRow,
} from "../../../../src/adapters/msteams/mailbox/contract.ts";
import type { Clock } from "../../../../src/core/clock.ts";

interface Row extends Omit<OutboxRow, "rootActivityId" | "rootState"> {
  readonly outcome?: OutboxOutcome;
  readonly superseded?: true;
  readonly error?: string;
}

interface Card {
  readonly rootActivityId?: string;
  readonly rootState: NonNullable<OutboxRow["rootState"]>;
}

interface Lease {
  readonly holder: string;
  readonly fence: number;
  readonly until: Date;
}

interface State {
  readonly rows: Map<string, Row>;
  readonly cards: Map<string, Card>;
  readonly conversations: Map<string, ConversationRow>;
  readonly leases: Map<string, Lease>;
}

export interface Append {
  readonly conversationId: string;
  readonly kind?: OutboxKind;
  readonly lane?: Lane;
  readonly subjectKey?: string;
  readonly body?: OutboxBody;
  readonly dueAt?: Date;
}

const LANES: readonly Lane[] = ["answer", "confirmation", "state", "notification"];

/** The store as the mailbox sees it, in memory: serial transactions that roll back. */
export class FakeOutbox implements MailboxStore {
  transactions = 0;
  /** Throws in place of the next transactions, this many times. */
  failures = 0;
  private state: State = { rows: new Map(), cards: new Map(), conversations: new Map(), leases: new Map() };
  private readonly clock: Clock;
  private tail: Promise<unknown> = Promise.resolve();
  private seq = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  addConversation(id: string, more: Partial<ConversationRow> = {}): void {
    const row = { tenantId: "t1", channelId: id, type: "channel", serviceUrl: "http://127.0.0.1/" } as const;
    this.state.conversations.set(id, { ...row, state: "active", ...more });
  }

  /** Appends one row; a create with a subject makes its card, as features do. */
  append({
    conversationId,
    kind = "create",
    lane = "notification",
    subjectKey = "",
    body,
    dueAt,
  }: Append): string {
    this.seq += 1;
    const id = `row-${String(this.seq)}`;
    const createdAt = this.clock.now();
    const content = body ?? { text: id };
    const common = { id, conversationId, seq: this.seq, kind, lane, subjectKey, body: content };
    this.state.rows.set(id, {
      ...common,
      createdAt,
      dueAt: dueAt ?? createdAt,
      attempts: 0,
      state: "queued",
    });
    const key = `${conversationId}|${subjectKey}`;
    if (kind === "create" && subjectKey !== "" && this.state.cards.get(key)?.rootState !== "posted") {
      this.state.cards.set(key, { rootState: "queued" });
    }
    return id;
  }

  row(id: string): Row {
    const row = this.state.rows.get(id);
    if (row === undefined) throw new Error(`no row ${id}`);
    return row;
  }

  card(conversationId: string, subjectKey: string): Card | undefined {
    return this.state.cards.get(`${conversationId}|${subjectKey}`);
  }

  setCard(conversationId: string, subjectKey: string, card: Card): void {
    this.state.cards.set(`${conversationId}|${subjectKey}`, card);
  }

  conversation(id: string): ConversationRow | undefined {
    return this.state.conversations.get(id);
  }

  lease(conversationId: string): Lease | undefined {
    return this.state.leases.get(`outbox:${conversationId}`);
  }

  setRow(id: string, change: Partial<Row>): void {
    this.state.rows.set(id, { ...this.row(id), ...change });
  }

  unsent(): readonly Row[] {
    return [...this.state.rows.values()].filter((row) => row.state !== "done");
  }

  transaction<T>(work: (tx: MailboxTransaction) => Promise<T>): Promise<T> {
    return this.serially(async () => {
      this.transactions += 1;
      if (this.failures > 0) {
        this.failures -= 1;
        throw new Error("the database is away");
      }
      const before = this.state;
      this.state = {
        rows: new Map(before.rows),
        cards: new Map(before.cards),
        conversations: new Map(before.conversations),
        leases: new Map(before.leases),
      };
      try {
        return await work(this.toTransaction());
      } catch (error) {
        this.state = before;
        throw error;
      }
    });
  }

  read: MailboxStore["read"] = (work) =>
    this.serially(() =>
      work({
        conversations: { find: (id) => Promise.resolve(this.state.conversations.get(id)) },
        outbox: {
          listConversationsDue: (now, limit) => Promise.resolve(this.listConversationsDue(now, limit)),
        },
      }),
    );

  private serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(work);
    this.tail = result.catch(() => undefined);
    return result;
  }

  private listConversationsDue(now: Date, limit: number): readonly string[] {
    const due = this.unsent().filter((row) => row.dueAt <= now);
    const active = due.filter((row) => this.state.conversations.get(row.conversationId)?.state === "active");
    return [...new Set(active.map((row) => row.conversationId))].slice(0, limit);
  }

  private listDue(conversationId: string, now: Date, limit: number): readonly OutboxRow[] {
    return this.unsent()
      .filter((row) => row.conversationId === conversationId && row.dueAt <= now)
      .toSorted((a, b) => LANES.indexOf(a.lane) - LANES.indexOf(b.lane) || a.seq - b.seq)
      .slice(0, limit)
      .map((row) => ({ ...row, ...this.card(conversationId, row.subjectKey) }));
  }

  private toTransaction(): MailboxTransaction {
    const now = (): Promise<void> => Promise.resolve();
    return {
      conversations: {
        find: (id) => Promise.resolve(this.state.conversations.get(id)),
        setState: (id, state) => {
          const row = this.state.conversations.get(id);
          if (row !== undefined) this.state.conversations.set(id, { ...row, state });
          // As the store does: nobody hears weeks later what waited.
          for (const waiting of this.unsent())
            if (waiting.conversationId === id && waiting.state === "queued")
              this.setRow(waiting.id, { state: "done", outcome: "refused" });
          return now();
        },
      },
      cards: {
        recordRoot: (conversationId, subjectKey, rootActivityId) => {
          const card: Card =
            rootActivityId === undefined
              ? { rootState: "unaddressable" }
              : { rootState: "posted", rootActivityId };
          this.setCard(conversationId, subjectKey, card);
          return now();
        },
        forgetRoot: (conversationId, subjectKey) => {
          this.setCard(conversationId, subjectKey, { rootState: "none" });
          return now();
        },
      },
      outbox: {
        listDue: (conversationId, at, limit) => Promise.resolve(this.listDue(conversationId, at, limit)),
        startSending: (id) => {
          const row = this.row(id);
          if (row.state === "queued") this.setRow(id, { state: "sending", attempts: row.attempts + 1 });
          return Promise.resolve(row.state === "queued");
        },
        finish: (id, outcome, error) => {
          this.setRow(id, { state: "done", outcome, ...(error === undefined ? {} : { error }) });
          return now();
        },
        retryAt: (id, dueAt, error) => {
          if (this.row(id).state !== "done") this.setRow(id, { state: "queued", dueAt, error });
          return now();
        },
        markAmbiguous: (id) => {
          this.setRow(id, { ambiguous: true });
          return now();
        },
        supersede: (ids) => {
          for (const id of ids) this.setRow(id, { state: "done", outcome: "sent", superseded: true });
          return now();
        },
        becomeCreate: (id) => {
          this.setRow(id, { kind: "create" });
          return now();
        },
      },
      leases: {
        acquire: (name, holder, at, until) => {
          const known = this.state.leases.get(name);
          if (known !== undefined && known.holder !== holder && known.holder !== "" && known.until >= at) {
            return Promise.resolve(undefined);
          }
          const fence = known?.holder === holder ? known.fence : (known?.fence ?? 0) + 1;
          const lease = { holder, fence, until };
          this.state.leases.set(name, lease);
          return Promise.resolve(lease);
        },
        release: (name, holder) => {
          const known = this.state.leases.get(name);
          if (known?.holder === holder)
            this.state.leases.set(name, { ...known, holder: "", until: new Date(0) });
          return now();
        },
      },
    };
  }
}
