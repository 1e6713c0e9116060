import { finished, Readable } from "node:stream";
import type { ClientChannel } from "ssh2";

/** The beginning of a stream. */
class Beginning {
  readonly #most: number;
  readonly #chunks: Buffer[] = [];
  #length = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  add(chunk: Buffer): void {
    const kept = chunk.subarray(0, this.#most - this.#length);
    if (kept.length === 0) return;
    this.#chunks.push(kept);
    this.#length += kept.length;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

export interface Source {
  /** Aborts with what the input fails with. */
  readonly signal: AbortSignal;
  /** The command is over: the input may end as it likes. */
  readonly release: () => void;
}

/** Listens to an input from the first moment on: an error that nobody hears would end the process. */
export function watch(stdin: Buffer | Readable | undefined): Source {
  const failure = new AbortController();
  if (!(stdin instanceof Readable)) return { signal: failure.signal, release: () => undefined };
  finished(stdin, { writable: false }, (error) => {
    if (error) failure.abort(error);
  });
  return {
    signal: failure.signal,
    release: () => {
      stdin.destroy();
    },
  };
}

export interface Heard {
  readonly stdout: Beginning;
  readonly stderr: Beginning;
  /** Aborts with what a listener throws. */
  readonly signal: AbortSignal;
}

interface Listening {
  readonly mostBytes: number;
  readonly onOutput?: (chunk: Buffer, stream: "stdout" | "stderr") => void;
}

/** Reads what a command says; `own` is what of a piece of stdout is the command's. */
export function listen(
  channel: ClientChannel,
  { mostBytes, onOutput }: Listening,
  own: (chunk: Buffer) => Buffer,
): Heard {
  const failure = new AbortController();
  const heard = {
    stdout: new Beginning(mostBytes),
    stderr: new Beginning(mostBytes),
    signal: failure.signal,
  };
  const take = (chunk: Buffer, stream: "stdout" | "stderr"): void => {
    if (chunk.length === 0 || failure.signal.aborted) return;
    heard[stream].add(chunk);
    try {
      onOutput?.(chunk, stream);
    } catch (error) {
      failure.abort(error);
    }
  };
  channel.on("data", (chunk: Buffer) => {
    take(own(chunk), "stdout");
  });
  channel.stderr.on("data", (chunk: Buffer) => {
    take(chunk, "stderr");
  });
  return heard;
}

/** Gives a command its input, as fast as it takes it. */
export function feed(channel: ClientChannel, stdin: Buffer | Readable | undefined): void {
  // What is written when the command is over is lost, and that is no failure.
  channel.on("error", () => undefined);
  if (!(stdin instanceof Readable)) {
    channel.end(stdin);
    return;
  }
  stdin.pipe(channel);
  channel.once("close", () => stdin.unpipe(channel));
}
