import {
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { faults } from "../../../core/errors.ts";
import type { CloudAccount, Deletion, PowerAction, ServerPlace } from "../contract/index.ts";
import type { Calls, Send } from "./calls.ts";
import { describeInstance, isInstanceId, isNotFound } from "./find.ts";
import { provider, unanswered, type Ask } from "./refusals.ts";

interface Act {
  readonly ask: Ask;
  /** What EC2 says of the instances; undefined for an answer that isn't EC2's. */
  readonly send: (ids: string[]) => Send<unknown>;
}

/** Starting what runs and stopping what is stopped succeeds at EC2, too. */
const ACTS: Readonly<Record<PowerAction | "forceStop", Act>> = {
  start: {
    ask: { actions: ["StartInstances"], what: "the start" },
    send: (ids) => async (client, options) =>
      (await client.send(new StartInstancesCommand({ InstanceIds: ids }), options)).StartingInstances,
  },
  stop: { ask: { actions: ["StopInstances"], what: "the stop" }, send: (ids) => stop(ids, false) },
  reboot: {
    ask: { actions: ["RebootInstances"], what: "the reboot" },
    send: (ids) => (client, options) =>
      client.send(new RebootInstancesCommand({ InstanceIds: ids }), options),
  },
  forceStop: { ask: { actions: ["StopInstances"], what: "the stop" }, send: (ids) => stop(ids, true) },
};

function stop(ids: string[], Force: boolean): Send<unknown> {
  return async (client, options) =>
    (await client.send(new StopInstancesCommand({ InstanceIds: ids, Force }), options)).StoppingInstances;
}

export async function actOnInstance(
  calls: Calls,
  account: CloudAccount,
  server: ServerPlace,
  action: PowerAction | "forceStop",
): Promise<void> {
  if (!isInstanceId(server.providerId)) throw faults.CLOUD_SERVER_GONE({ provider });
  const { ask, send } = ACTS[action];
  const outcome = await calls.attempt(account, server.region, ask, send([server.providerId]));
  if ("answer" in outcome) {
    if (outcome.answer === undefined) throw unanswered(ask.what);
    return;
  }
  if (isNotFound(outcome.code)) throw faults.CLOUD_SERVER_GONE({ provider });
  if (outcome.code !== "IncorrectInstanceState") throw outcome.fault;
  const found = await describeInstance(calls, account, server);
  const isGone = found === undefined || found.state === "gone" || found.state === "deleting";
  throw isGone ? faults.CLOUD_SERVER_GONE({ provider }) : faults.CLOUD_BUSY({ provider });
}

/** Terminating what is terminated succeeds, too. */
export async function terminate(
  calls: Calls,
  account: CloudAccount,
  { providerId, region }: ServerPlace,
): Promise<Deletion> {
  if (!isInstanceId(providerId)) return "missing";
  const ask = { actions: ["TerminateInstances"], what: "the deletion" };
  const outcome = await calls.attempt(account, region, ask, (client, options) =>
    client.send(new TerminateInstancesCommand({ InstanceIds: [providerId] }), options),
  );
  if ("answer" in outcome) {
    if (outcome.answer.TerminatingInstances === undefined) throw unanswered(ask.what);
    return "deleting";
  }
  if (isNotFound(outcome.code)) return "missing";
  throw outcome.fault;
}
