/** Delayed calls; tests hand in ones that they turn by hand, together with their Clock. */
export interface Timers {
  /** Calls `run` once after `milliseconds`, unless the returned function is called before. */
  after(milliseconds: number, run: () => void): () => void;
}

/** Node cannot wait longer in one go: setTimeout turns more into 1 ms. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** The process's timers; they never keep the process alive. */
export const systemTimers: Timers = {
  after(milliseconds, run) {
    const timer = setTimeout(run, Math.min(Math.max(milliseconds, 0), LONGEST_WAIT));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
