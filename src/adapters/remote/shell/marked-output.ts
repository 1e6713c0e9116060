const MOST_NOISE = 64 * 1024;
const LONGEST_LINE = 200;

/**
 * The output of a command behind a first line that says that it begins, and its process. What comes before that line is
 * the login shell's own, which prints what its start-up files say.
 */
export class MarkedOutput {
  readonly #mark: Buffer;
  readonly #begun = Promise.withResolvers<number>();
  #before: Buffer = Buffer.alloc(0);
  #isBegun = false;

  /** `token` is one that nobody else prints. */
  constructor(token: string) {
    this.#mark = Buffer.from(`${token} `);
  }

  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** The command's process, which leads its group, once it has begun. */
  get process(): Promise<number> {
    return this.#begun.promise;
  }

  /** What of a piece of output is the command's. */
  take(chunk: Buffer): Buffer {
    if (this.#isBegun) return chunk;
    const bytes = Buffer.concat([this.#before, chunk]);
    const start = bytes.indexOf(this.#mark);
    const end = start === -1 ? -1 : bytes.indexOf("\n", start);
    if (end === -1) {
      this.#before = bytes.length > MOST_NOISE ? bytes.subarray(-LONGEST_LINE) : bytes;
      return Buffer.alloc(0);
    }
    this.#isBegun = true;
    this.#begun.resolve(Number(bytes.toString("latin1", start + this.#mark.length, end)));
    return bytes.subarray(end + 1);
  }
}
