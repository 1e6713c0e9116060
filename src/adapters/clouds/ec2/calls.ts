import type { EC2Client } from "@aws-sdk/client-ec2";
import type { CloudAccount } from "../contract/index.ts";
import { createClients, type ClientOptions } from "./clients.ts";
import { toRefused, type Ask, type Refused } from "./refusals.ts";

export type Send<T> = (client: EC2Client, options: { readonly abortSignal: AbortSignal }) => Promise<T>;

export interface Calls {
  /** What EC2 answers. Throws what CloudDriver says, and CLOUD_OUTCOME_UNKNOWN for an Ask with a `what`. */
  call<T>(account: CloudAccount, region: string, ask: Ask, send: Send<T>): Promise<T>;
  /** As `call`; what EC2 refuses is for the caller to read. */
  attempt<T>(
    account: CloudAccount,
    region: string,
    ask: Ask,
    send: Send<T>,
  ): Promise<{ readonly answer: T } | Refused>;
  close(): void;
}

/** Calls through the SDK, each with an end, and its errors as faults: the SDK's own hold the request. */
export function createCalls(options: ClientOptions): Calls {
  const clients = createClients(options);
  const attempt: Calls["attempt"] = async (account, region, ask, send) => {
    const client = clients.open(account, region);
    try {
      return { answer: await send(client, { abortSignal: AbortSignal.timeout(clients.timeoutMs) }) };
    } catch (error) {
      return toRefused(error, ask, account);
    }
  };
  return {
    attempt,
    call: async (account, region, ask, send) => {
      const outcome = await attempt(account, region, ask, send);
      if ("fault" in outcome) throw outcome.fault;
      return outcome.answer;
    },
    close: () => clients.close(),
  };
}
