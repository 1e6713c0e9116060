import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { ClientChannel } from "ssh2";
import { faults } from "../../../core/errors.ts";
import type { Connection } from "../connect.ts";
import { Turnstile } from "../turnstile.ts";
import { END_GROUP, toCommandText } from "./command-text.ts";
import { MarkedOutput } from "./marked-output.ts";
import { feed, listen, watch } from "./streams.ts";
import { atMost, orAbort } from "./waiting.ts";

/** How long ending a command may take before its channel is closed. */
const ENDING_MS = 8_000;
/** How long a command may take to say which process it is, when it is to be ended. */
const BEGINNING_MS = 2_000;

export interface Command {
  /** For `sh`; on Windows for whatever shell is there. */
  readonly script: string;
  /** Seen by whoever lists the server's processes: never a secret. Not for Windows. */
  readonly args?: readonly string[];
  readonly stdin?: Buffer | Readable;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Of each stream, from its beginning. */
  readonly mostBytes: number;
  readonly onOutput?: (chunk: Buffer, stream: "stdout" | "stderr") => void;
}

export interface CommandEnd {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

export interface ShellOptions {
  readonly os: "linux" | "windows";
  /** As a sentence names them. */
  readonly host: string;
  readonly user: string;
  /** At once; ending one takes another channel. */
  readonly channels: number;
}

type Exit = Pick<CommandEnd, "exitCode" | "signal">;

/** Runs commands on one connection, so many at once. */
export class Shell {
  readonly #connection: Connection;
  readonly #options: ShellOptions;
  readonly #channels: Turnstile;
  /** Commands that run or are about to. */
  #begun = 0;

  constructor(connection: Connection, options: ShellOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#channels = new Turnstile(options.channels);
  }

  /**
   * Runs a command to its end, whatever that is. Throws SERVER_CONNECTION_LOST, SERVER_TIMED_OUT, SERVER_SHELL_REFUSED,
   * the signal's reason, and what the input failed with; then nothing of the command runs any more, as far as the
   * connection allows. An input that is a stream is destroyed in any case.
   */
  async run(command: Command): Promise<CommandEnd> {
    const source = watch(command.stdin);
    const signal = AbortSignal.any([command.signal, source.signal]);
    try {
      let end: CommandEnd | undefined;
      while (end === undefined) end = await this.#runInTurn(command, signal);
      return end;
    } finally {
      source.release();
    }
  }

  /** Undefined if the server runs as many commands as it wants to: then there will be another turn. */
  async #runInTurn(command: Command, signal: AbortSignal): Promise<CommandEnd | undefined> {
    const leave = await this.#channels.enter(signal);
    const time = new AbortController();
    const timer = setTimeout(() => {
      time.abort(faults.SERVER_TIMED_OUT({ host: this.#options.host }));
    }, command.timeoutMs);
    this.#begun += 1;
    try {
      const limit = AbortSignal.any([signal, time.signal]);
      const token = randomUUID();
      const channel = await this.#openChannel(this.#toText(token, command), limit);
      return channel && (await this.#finish(channel, new MarkedOutput(token), command, limit));
    } finally {
      this.#begun -= 1;
      clearTimeout(timer);
      leave();
    }
  }

  #toText(token: string, { script, args = [] }: Command): string {
    return this.#options.os === "linux" ? toCommandText(token, script, args) : script;
  }

  async #openChannel(text: string, limit: AbortSignal): Promise<ClientChannel | undefined> {
    const opening = this.#connection.open(text);
    try {
      return await orAbort(opening, limit);
    } catch (error) {
      if (limit.aborted) {
        opening.then((late) => late.close()).catch(() => undefined);
        throw error;
      }
      const { host, user } = this.#options;
      if (!this.#connection.isOpen) throw faults.SERVER_CONNECTION_LOST({ host });
      // A reason comes with a channel that the server didn't want to open (RFC 4254, section 5.1).
      const isForNow = error instanceof Error && "reason" in error && this.#begun > 1;
      if (!isForNow) throw faults.SERVER_SHELL_REFUSED({ host, user });
      this.#channels.lower(this.#begun - 1);
      return undefined;
    }
  }

  async #finish(
    channel: ClientChannel,
    output: MarkedOutput,
    command: Command,
    limit: AbortSignal,
  ): Promise<CommandEnd> {
    const isMarked = this.#options.os === "linux";
    const closed = whenClosed(channel);
    const heard = listen(channel, command, (chunk) => (isMarked ? output.take(chunk) : chunk));
    const anyLimit = AbortSignal.any([limit, heard.signal]);
    feed(channel, command.stdin);
    try {
      const exit = await orAbort(closed, anyLimit);
      const { host, user } = this.#options;
      if (!this.#connection.isOpen) throw faults.SERVER_CONNECTION_LOST({ host });
      if (isMarked && !output.isBegun) throw faults.SERVER_SHELL_REFUSED({ host, user });
      return { ...exit, stdout: heard.stdout.bytes, stderr: heard.stderr.bytes };
    } catch (error) {
      if (anyLimit.aborted && isMarked) await this.#end(output, closed);
      throw error;
    } finally {
      channel.close();
    }
  }

  /** Closing its channel alone leaves a command running. */
  async #end(output: MarkedOutput, closed: Promise<Exit>): Promise<void> {
    await atMost(BEGINNING_MS, Promise.race([output.process, closed]));
    if (!output.isBegun || !this.#connection.isOpen) return;
    const pid = await output.process;
    await atMost(ENDING_MS, this.#endGroup(pid));
  }

  async #endGroup(pid: number): Promise<void> {
    const channel = await this.#connection.open(toCommandText("ending", END_GROUP, [String(pid)]));
    channel.resume().end();
    channel.stderr.resume();
    await once(channel, "close");
  }
}

/** When all output has come. */
async function whenClosed(channel: ClientChannel): Promise<Exit> {
  const errors = once(channel.stderr, "end");
  const exit = await new Promise<Exit>((resolve) => {
    channel.once("close", (code?: number | null, signal?: string) => {
      resolve({ exitCode: code ?? undefined, signal });
    });
  });
  await errors;
  return exit;
}
