import { AsyncLocalStorage } from "node:async_hooks";

type ConsoleMethod = typeof console.error;

const quiet = new AsyncLocalStorage<true>();
let original: ConsoleMethod | undefined;
let holders = 0;

/**
 * The SDK prints every refused token (and the public key in PEM) with console.error, so that anybody could flood
 * the log. Calls of console.error made inside `withQuietConsole` are dropped; all others pass. Returns the undo.
 */
export function hushSdkConsole(): () => void {
  if (original === undefined) {
    /* eslint-disable no-console -- the one place that must get at it: the SDK offers no switch */
    original = console.error;
    const passOn = original;
    console.error = (...values: Parameters<ConsoleMethod>) => {
      if (quiet.getStore() !== true) passOn.apply(console, values);
    };
    /* eslint-enable no-console */
  }
  holders += 1;
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    holders -= 1;
    if (holders > 0 || original === undefined) return;
    // eslint-disable-next-line no-console
    console.error = original;
    original = undefined;
  };
}

export function withQuietConsole<T>(run: () => Promise<T>): Promise<T> {
  return quiet.run(true, run);
}
