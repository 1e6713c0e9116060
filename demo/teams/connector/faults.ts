/**
 * What to do to a request instead of serving it. `-after` kinds serve it first: the message is posted,
 * only the answer is lost. `202-empty` posts it and gives no id.
 */
export type InjectedFault =
  | { readonly status: number; readonly code?: string; readonly retryAfter?: string; readonly html?: boolean }
  | "reset"
  | "reset-after"
  | "hang"
  | "hang-after"
  | "202-empty";

interface Planned {
  readonly fault: InjectedFault;
  readonly method: string | undefined;
  readonly conversationId: string | undefined;
  left: number;
}

export interface FaultScope {
  /** How many requests it hits; 1 unless told. */
  readonly times?: number;
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly conversationId?: string;
}

/** Faults planned by a test, used up in order by the requests that they fit. */
export class FaultPlan {
  #planned: Planned[] = [];

  failNext(fault: InjectedFault | number, scope: FaultScope = {}): void {
    this.#planned.push({
      fault: typeof fault === "number" ? { status: fault } : fault,
      method: scope.method,
      conversationId: scope.conversationId,
      left: scope.times ?? 1,
    });
  }

  take(method: string, conversationId: string): InjectedFault | undefined {
    const planned = this.#planned.find(
      (one) =>
        (one.method === undefined || one.method === method) &&
        (one.conversationId === undefined || one.conversationId === conversationId),
    );
    if (planned === undefined) return undefined;
    planned.left -= 1;
    if (planned.left === 0) this.#planned = this.#planned.filter((one) => one !== planned);
    return planned.fault;
  }

  clear(): void {
    this.#planned = [];
  }
}
