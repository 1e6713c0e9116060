import type { RateWindow } from "../../../../src/adapters/msteams/mailbox/contract.ts";
import {
  ConnectorFailure,
  type ChatConnector,
  type ConnectorFailureKind,
  type Posted,
  type PostingPlace,
  type RenderedMessage,
} from "../../../../src/core/connector.ts";
import type { ManualTime } from "../../../support/manual-time.ts";

export interface Call {
  readonly kind: "create" | "reply" | "update";
  readonly channelId: string;
  readonly tenantId: string;
  readonly target: string;
  readonly message: RenderedMessage;
  readonly arrivedAt: number;
}

/** What Teams does with one call: throw, accept without id, or (undefined) accept. `lostAnswer`: done, but 502. */
export type Behaviour =
  | { readonly fail: ConnectorFailureKind; readonly retryAfterMs?: number; readonly status?: number }
  | { readonly lostAnswer: true }
  | { readonly noId: true }
  | { readonly never: true };

/** A chat platform in memory: remembers calls and messages, and what broke the rules. */
export class FakeTeams implements ChatConnector {
  readonly calls: Call[] = [];
  /** Message ids to what they show. */
  readonly shown = new Map<string, string>();
  /** Calls of one conversation that overlapped. */
  overlaps = 0;
  underWay = 0;
  mostUnderWay = 0;
  behave: (call: Call, index: number) => Behaviour | undefined = () => undefined;
  /** Milliseconds to the platform, and back. */
  latency: (index: number) => readonly [number, number] = () => [1, 1];
  private readonly busy = new Set<string>();
  private readonly time: ManualTime;

  constructor(time: ManualTime) {
    this.time = time;
  }

  createRoot(place: PostingPlace, message: RenderedMessage): Promise<Posted> {
    return this.call("create", place, "", message);
  }

  reply(place: PostingPlace, rootActivityId: string, message: RenderedMessage): Promise<Posted> {
    return this.call("reply", place, rootActivityId, message);
  }

  async update(place: PostingPlace, activityId: string, message: RenderedMessage): Promise<void> {
    await this.call("update", place, activityId, message);
  }

  findMember(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  texts(): readonly (string | undefined)[] {
    return this.calls.map((call) => call.message.text);
  }

  /** The fullest any sliding window of one key got. */
  fullest(window: RateWindow, keyOf: (call: Call) => string): number {
    const counts = this.calls.map((last) => {
      const from = last.arrivedAt - window.milliseconds;
      return this.calls.filter(
        (call) => keyOf(call) === keyOf(last) && call.arrivedAt > from && call.arrivedAt <= last.arrivedAt,
      ).length;
    });
    return Math.max(0, ...counts);
  }

  private async call(
    kind: Call["kind"],
    place: PostingPlace,
    target: string,
    message: RenderedMessage,
  ): Promise<Posted> {
    const { channelId, tenantId } = place;
    if (this.busy.has(channelId)) this.overlaps += 1;
    this.busy.add(channelId);
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    try {
      const index = this.calls.length;
      const [there, back] = this.latency(index);
      await this.wait(there);
      const call = { kind, channelId, tenantId, target, message, arrivedAt: this.time.now().getTime() };
      this.calls.push(call);
      const behaviour = this.behave(call, this.calls.length - 1);
      const posted = this.accept(call, behaviour);
      if (behaviour !== undefined && "never" in behaviour) await new Promise(() => undefined);
      await this.wait(back);
      return answer(posted, behaviour);
    } finally {
      this.underWay -= 1;
      this.busy.delete(channelId);
    }
  }

  private accept(call: Call, behaviour: Behaviour | undefined): string {
    if (behaviour !== undefined && "fail" in behaviour) return "";
    const id = call.kind === "update" ? call.target : `m${String(this.shown.size + 1)}`;
    this.shown.set(id, call.message.text ?? "");
    return id;
  }

  private async wait(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await new Promise<void>((resolve) => this.time.after(milliseconds, resolve));
  }
}

function answer(id: string, behaviour: Behaviour | undefined): Posted {
  if (behaviour === undefined) return { activityId: id };
  if ("noId" in behaviour) return {};
  if ("lostAnswer" in behaviour) throw new ConnectorFailure("ambiguous", { status: 502, code: "" });
  if (!("fail" in behaviour)) return { activityId: id };
  const { fail, retryAfterMs, status = 400 } = behaviour;
  throw new ConnectorFailure(fail, {
    status,
    code: "Fake",
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
