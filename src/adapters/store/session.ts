import type { Sequelize, Transaction } from "sequelize";
import type { Clock } from "../../core/clock.ts";
import type { Columns } from "./columns.ts";
import type { Models } from "./models.ts";
import type { SecretVault } from "./secrets.ts";
import { Table } from "./table.ts";
import type { TableDefinition } from "./table-definition.ts";

/** A job that each new user begins with. */
export interface NewUserJob {
  readonly kind: string;
  /** Called after the commit. */
  readonly wake: (jobIds: readonly string[]) => void;
}

/** What all sessions of a store share. */
export interface SessionShared {
  readonly sequelize: Sequelize;
  readonly models: Models;
  readonly clock: Clock;
  readonly vault: SecretVault;
  readonly newUserJob?: NewUserJob;
}

/** Keeps something for after the commit. */
export type AfterCommit = (run: () => void) => void;

/** What repositories work with: the tables in one transaction (or, for readers, outside), the clock, the vault. */
export class Session {
  readonly clock: Clock;
  readonly vault: SecretVault;
  readonly #shared: SessionShared;
  readonly newUserJob: NewUserJob | undefined;
  readonly afterCommit: AfterCommit;
  readonly #transaction: Transaction | undefined;

  constructor(
    shared: SessionShared,
    transaction?: Transaction,
    afterCommit: AfterCommit = () => {
      throw new Error("only what is in a transaction is committed");
    },
  ) {
    this.#shared = shared;
    this.#transaction = transaction;
    this.clock = shared.clock;
    this.vault = shared.vault;
    this.newUserJob = shared.newUserJob;
    this.afterCommit = afterCommit;
  }

  table<C extends Columns>(definition: TableDefinition<C>): Table<C> {
    const { sequelize, models, clock } = this.#shared;
    return new Table(definition, {
      models,
      queryInterface: sequelize.getQueryInterface(),
      transaction: this.#transaction,
      clock,
    });
  }

  /** Work that may fail without spoiling the rest: PostgreSQL refuses everything after an error outside a savepoint. */
  async savepoint<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const { sequelize } = this.#shared;
    if (this.#transaction === undefined) throw new Error("a savepoint needs a transaction");
    return sequelize.transaction({ transaction: this.#transaction }, (inner) =>
      work(new Session(this.#shared, inner, this.afterCommit)),
    );
  }
}
