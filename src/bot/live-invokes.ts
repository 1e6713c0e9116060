import type { Reply } from "../core/reply.ts";

/** Can the platform show an answer that comes back on this request? A sign-in window's result shows nothing. */
export type Shows = "answers" | "nothing";

interface Waiting {
  readonly resolve: (reply: Reply | undefined) => void;
  readonly shows: Shows;
  readonly timer: NodeJS.Timeout;
  /** An answer for it is being committed: only its outcome lets the request go. */
  isTaken: boolean;
}

/**
 * Buttons whose HTTP request is still open in this process. An answer that comes in time goes back on that request;
 * afterwards (or in another process) it goes to the outbox like any other. Never both, never neither.
 */
export class LiveInvokes {
  readonly #waiting = new Map<string, Waiting>();

  /** The reply, or undefined when `withinMs` passed first. */
  wait(jobId: string, withinMs: number, shows: Shows = "answers"): Promise<Reply | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.letGo(jobId);
      }, withinMs);
      this.#waiting.set(jobId, { resolve, shows, timer, isTaken: false });
    });
  }

  /** Is the request still open? If so it is kept open for the answer that is being committed. */
  take(jobId: string): boolean {
    const waiting = this.#waiting.get(jobId);
    if (waiting?.shows !== "answers") return false;
    clearTimeout(waiting.timer);
    waiting.isTaken = true;
    return true;
  }

  /** The answer is committed. */
  answer(jobId: string, reply: Reply): void {
    this.#resolve(jobId, reply);
  }

  /** The turn's run in this process is over: what it has not answered by now it has not committed. */
  end(jobId: string): void {
    this.#resolve(jobId, undefined);
  }

  /** Nothing more is waited for, unless an answer is just being committed. */
  letGo(jobId: string): void {
    if (this.#waiting.get(jobId)?.isTaken === false) this.#resolve(jobId, undefined);
  }

  #resolve(jobId: string, reply: Reply | undefined): void {
    const waiting = this.#waiting.get(jobId);
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(jobId);
    waiting.resolve(reply);
  }
}
