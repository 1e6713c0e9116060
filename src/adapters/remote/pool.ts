import { createHash } from "node:crypto";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Timers } from "../../core/timers.ts";
import { connectTo, type ConnectOptions, type Connection } from "./connect.ts";
import type { RemoteAccess } from "./contract/index.ts";
import { nameOf } from "./failures.ts";
import { Shell } from "./shell/shell.ts";
import { orAbort } from "./shell/waiting.ts";
import { Turnstile } from "./turnstile.ts";

export interface PoolOptions extends ConnectOptions {
  readonly timers: Timers;
  /** At once, whatever they lead to. */
  readonly connections: number;
  /** Commands at once on one of them. */
  readonly channels: number;
  /** How long one is kept that nobody uses. */
  readonly idleMs: number;
  /** From looking up the name to being let in. */
  readonly connectMs: number;
}

export interface Opened {
  readonly connection: Connection;
  readonly shell: Shell;
}

export interface Lease extends Opened {
  readonly release: () => void;
}

interface Entry {
  readonly key: string;
  readonly opened: Promise<Opened>;
  readonly giveUp: AbortController;
  users: number;
  isOpen: boolean;
  stopWaiting: (() => void) | undefined;
}

/** The connections of this process: shared by those who have the same access, kept for a moment, never too many. */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #slots: Turnstile;
  /** Those that may be taken; the one that was unused for longest comes first. */
  readonly #entries = new Map<string, Entry>();

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#slots = new Turnstile(options.connections);
  }

  /** Throws as `Remote.use` says. */
  async take(access: RemoteAccess, signal: AbortSignal): Promise<Lease> {
    signal.throwIfAborted();
    const key = keyOf(access);
    const entry = this.#entries.get(key) ?? this.#add(key, access);
    entry.users += 1;
    entry.stopWaiting?.();
    entry.stopWaiting = undefined;
    try {
      const opened = await orAbort(entry.opened, signal);
      return { ...opened, release: () => this.#leave(entry) };
    } catch (error) {
      this.#leave(entry);
      throw error;
    }
  }

  async close(): Promise<void> {
    const entries = [...this.#entries.values()];
    for (const entry of entries) this.#drop(entry);
    await Promise.all(
      entries.map(({ opened }) => opened.then(({ connection }) => connection.closed).catch(() => undefined)),
    );
  }

  #add(key: string, access: RemoteAccess): Entry {
    const giveUp = new AbortController();
    const opened = this.#open(access, giveUp.signal);
    const entry: Entry = { key, opened, giveUp, users: 0, isOpen: false, stopWaiting: undefined };
    this.#entries.set(key, entry);
    opened
      .then(({ connection }) => {
        entry.isOpen = true;
        return connection.closed;
      })
      .then(
        () => this.#forget(entry),
        () => this.#forget(entry),
      );
    return entry;
  }

  async #open(access: RemoteAccess, signal: AbortSignal): Promise<Opened> {
    if (this.#slots.isFull) this.#dropUnused();
    const leave = await this.#slots.enter(signal);
    const time = new AbortController();
    const host = nameOf(access);
    const timer = setTimeout(() => time.abort(faults.SERVER_TIMED_OUT({ host })), this.#options.connectMs);
    try {
      const connection = await connectTo(access, this.#options, AbortSignal.any([signal, time.signal]));
      void connection.closed.then(leave);
      const { os, address } = access;
      const user = escapeMarkdown(address.user);
      return {
        connection,
        shell: new Shell(connection, { os, host, user, channels: this.#options.channels }),
      };
    } catch (error) {
      leave();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #leave(entry: Entry): void {
    entry.users -= 1;
    if (entry.users > 0 || this.#entries.get(entry.key) !== entry) return;
    if (!entry.isOpen || this.#slots.isWaitedFor) {
      this.#drop(entry);
      return;
    }
    // Last in the order in which unused ones go.
    this.#entries.delete(entry.key);
    this.#entries.set(entry.key, entry);
    entry.stopWaiting = this.#options.timers.after(this.#options.idleMs, () => this.#drop(entry));
  }

  #dropUnused(): void {
    const unused = [...this.#entries.values()].find(({ users }) => users === 0);
    if (unused !== undefined) this.#drop(unused);
  }

  /** Ends it, or the attempt to connect. */
  #drop(entry: Entry): void {
    this.#forget(entry);
    entry.giveUp.abort(new Error("nobody waits for this connection any more"));
    void entry.opened.then(
      ({ connection }) => connection.end(),
      () => undefined,
    );
  }

  #forget(entry: Entry): void {
    entry.stopWaiting?.();
    if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
  }
}

/** Only who has the same keys, and expects the same of the server, shares its connection. */
function keyOf({ address, os, privateKeys, hostKey }: RemoteAccess): string {
  const facts = JSON.stringify([
    address.host.toLowerCase(),
    address.port,
    address.user,
    os,
    hostKey,
    privateKeys,
  ]);
  return createHash("sha256").update(facts).digest("base64");
}
