/** Jobs known to be due but not claimed, by kind; bounded, since the reconciler finds again whatever is dropped. */
export class WakeQueue {
  private readonly capacity: number;
  private readonly unsorted = new Set<string>();
  private readonly byKind = new Map<string, Set<string>>();
  private size = 0;
  private dropped = false;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Remembers a wake-up whose kind is not known yet. */
  add(id: string): void {
    if (this.unsorted.has(id)) return;
    if (this.size >= this.capacity) {
      this.dropped = true;
      return;
    }
    this.unsorted.add(id);
    this.size += 1;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  get hasUnsorted(): boolean {
    return this.unsorted.size > 0;
  }

  /** True once after a wake-up was dropped for lack of room. */
  takeDropped(): boolean {
    const dropped = this.dropped;
    this.dropped = false;
    return dropped;
  }

  /** At most `limit` ids whose kinds must be asked for; hand them back through `sort`. */
  listUnsorted(limit: number): readonly string[] {
    return firstOf(this.unsorted, limit);
  }

  /** Ids without a kind are over already, those of kinds not run here are somebody else's. */
  sort(ids: readonly string[], kinds: ReadonlyMap<string, string>, runs: (kind: string) => boolean): void {
    for (const id of ids) {
      if (!this.unsorted.delete(id)) continue;
      const kind = kinds.get(id);
      const queue = kind !== undefined && runs(kind) ? this.ofKind(kind) : undefined;
      if (queue === undefined || queue.has(id)) this.size -= 1;
      else queue.add(id);
    }
  }

  /** Kinds that have jobs waiting. */
  kinds(): readonly string[] {
    return [...this.byKind].filter(([, ids]) => ids.size > 0).map(([kind]) => kind);
  }

  /** Takes at most `limit` ids of a kind, oldest first. */
  take(kind: string, limit: number): readonly string[] {
    const queue = this.ofKind(kind);
    const taken = firstOf(queue, limit);
    for (const id of taken) queue.delete(id);
    this.size -= taken.length;
    return taken;
  }

  clear(): void {
    this.unsorted.clear();
    this.byKind.clear();
    this.size = 0;
  }

  private ofKind(kind: string): Set<string> {
    const known = this.byKind.get(kind);
    if (known !== undefined) return known;
    const made = new Set<string>();
    this.byKind.set(kind, made);
    return made;
  }
}

function firstOf(ids: ReadonlySet<string>, limit: number): readonly string[] {
  const first: string[] = [];
  for (const id of ids) {
    if (first.length >= limit) break;
    first.push(id);
  }
  return first;
}
