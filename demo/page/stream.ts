import type { ServerResponse } from "node:http";
import type { Part } from "./parts.ts";

interface Listener {
  readonly response: ServerResponse;
  /** Key -> the JSON last sent. */
  readonly sent: Map<string, string>;
}

/** Server-sent events: each listener gets every part once, and then whatever differs from what it has. */
export class PartStream {
  readonly #list: () => Part[];
  readonly #listeners = new Set<Listener>();
  #planned = false;

  constructor(list: () => Part[]) {
    this.#list = list;
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  add(response: ServerResponse): void {
    const listener: Listener = { response, sent: new Map() };
    this.#listeners.add(listener);
    response.on("close", () => this.#listeners.delete(listener));
    send(listener, this.#list());
  }

  /** Something may have changed; looked at once for many calls in a row. */
  refresh(): void {
    if (this.#planned || !this.isWatched) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      const parts = this.#list();
      for (const listener of this.#listeners) send(listener, parts);
    });
  }

  close(): void {
    for (const { response } of this.#listeners) response.end();
    this.#listeners.clear();
  }
}

function send({ response, sent }: Listener, parts: readonly Part[]): void {
  const changed: string[] = [];
  for (const [key, value] of parts) {
    const json = JSON.stringify(value);
    if (sent.get(key) === json) continue;
    sent.set(key, json);
    changed.push(`[${JSON.stringify(key)},${json}]`);
  }
  // JSON has no raw line ends, so one data line carries it.
  if (changed.length > 0) response.write(`data: [${changed.join(",")}]\n\n`);
}
