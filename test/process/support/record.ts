import { DatabaseSync } from "node:sqlite";

export interface OutboxEnd {
  readonly subjectKey: string;
  readonly kind: string;
  readonly channelId: string;
  readonly state: string;
  readonly outcome: string;
  readonly isAmbiguous: boolean;
}

/** What a SQLite file says of the work, read beside the process that has it open. */
export class WorkRecord {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { timeout: 5_000 });
  }

  /** `{ succeeded: 2000 }` */
  jobsByState(): Readonly<Record<string, number>> {
    return this.#countBy("jobs");
  }

  /** Of one kind: the keys that are made for a new person, say, are no turns. */
  turnsByState(): Readonly<Record<string, number>> {
    return this.#countBy("jobs", "WHERE kind = 'turn'");
  }

  /** Of one kind: what looks for the items that a pull request names, say, is none of these. */
  deliveryJobsByState(): Readonly<Record<string, number>> {
    return this.#countBy("jobs", "WHERE kind = 'delivery'");
  }

  /** Nothing waits and nothing is under way. */
  isDone(): boolean {
    const jobs = this.jobsByState();
    const outbox = this.outboxByState();
    const open = [jobs["queued"], jobs["running"], outbox["queued"], outbox["sending"]];
    return open.every((count) => count === undefined);
  }

  deliveriesByState(): Readonly<Record<string, number>> {
    return this.#countBy("webhook_deliveries");
  }

  outboxByState(): Readonly<Record<string, number>> {
    return this.#countBy("outbox");
  }

  listOutbox(): readonly OutboxEnd[] {
    const sql = `SELECT o."subjectKey", o.kind, o.state, o.outcome, o.ambiguous, c."channelId"
      FROM outbox o JOIN conversations c ON c.id = o."conversationId"`;
    return this.#database
      .prepare(sql)
      .all()
      .map((row) => ({
        subjectKey: String(row["subjectKey"]),
        kind: String(row["kind"]),
        state: String(row["state"]),
        outcome: String(row["outcome"]),
        channelId: String(row["channelId"]),
        isAmbiguous: row["ambiguous"] === 1 || row["outcome"] === "ambiguous",
      }));
  }

  /** As if the process had been dead for so long that everything it had leased is free again. */
  letLeasesRunOut(): void {
    const past = "2001-01-01 00:00:00.000 +00:00";
    this.#database.prepare(`UPDATE leases SET until = ?`).run(past);
    this.#database.prepare(`UPDATE jobs SET "leaseUntil" = ? WHERE "leaseUntil" IS NOT NULL`).run(past);
  }

  close(): void {
    this.#database.close();
  }

  #countBy(table: string, where = ""): Readonly<Record<string, number>> {
    const sql = `SELECT state, COUNT(*) AS n FROM ${table} ${where} GROUP BY state`;
    const rows = this.#database.prepare(sql).all();
    return Object.fromEntries(rows.map((row) => [String(row["state"]), Number(row["n"])]));
  }
}
