import { z } from "zod";
import { MINUTE } from "../../../core/clock.ts";
import { faults } from "../../../core/errors.ts";
import type { RemoteRuns, RunOrder } from "../contract/index.ts";
import { toVariables } from "../environment/variables.ts";
import { toFolder } from "../folders.ts";
import { quote } from "../shell/quoting.ts";
import type { ServerSide } from "../shell/scripts.ts";
import { toReading } from "./reading.ts";
import { BLOCK, CANCEL, READ, REMOVE, START } from "./scripts.ts";

const FACTS_BYTES = 200;

const RUN_ID = z.uuid();

/** `graceSeconds`: between TERM and KILL. */
export function createRuns(server: ServerSide, graceSeconds: number): RemoteRuns {
  const grace = String(graceSeconds);
  const said = async (what: string, text: string, args: readonly string[]): Promise<string> => {
    const { stdout } = await server.run({ what, text, args, timeoutMs: MINUTE });
    return stdout.toString().trim();
  };
  return {
    startRun: async (order) => {
      const { id, timeoutSeconds, inactivitySeconds, directory } = order;
      const limits = [timeoutSeconds, inactivitySeconds, graceSeconds].map((seconds) =>
        String(Math.ceil(seconds)),
      );
      const { stdout } = await server.run({
        what: "Starting the script",
        text: START,
        args: [RUN_ID.parse(id), ...limits, toFolder(directory)],
        stdin: toAssignments(order),
      });
      return stdout.toString().trim() === "already" ? "already" : "started";
    },
    readRun: async (id, offset, mostBytes) => {
      const what = "Reading what the script said";
      const passed = Math.floor(offset / BLOCK);
      const blocks = Math.ceil((offset + mostBytes) / BLOCK) - passed;
      const { stdout } = await server.run({
        ...{ what, text: READ, args: [RUN_ID.parse(id), String(passed), String(blocks)] },
        mostBytes: blocks * BLOCK + FACTS_BYTES,
      });
      const reading = toReading(stdout, { offset, mostBytes, passedOver: passed * BLOCK });
      if (reading === undefined) throw faults.SERVER_COMMAND_FAILED({ host: server.host, what });
      return reading;
    },
    cancelRun: async (id) => {
      const state = await said("Ending the script", CANCEL, [RUN_ID.parse(id), grace]);
      if (state === "ended" || state === "vanished") return state;
      throw faults.SERVER_TIMED_OUT({ host: server.host });
    },
    removeRun: async (id) => {
      const args = [RUN_ID.parse(id)];
      return (await said("Removing what the script left", REMOVE, args)) === "removed";
    },
  };
}

/** What START evaluates. Scripts are typed on Windows too, whose ends of lines sh takes for a part of the command. */
function toAssignments({ script, environment }: RunOrder): Buffer {
  const given = toVariables(environment, "linux").map(([name, value]) => `export ${name}=${quote(value)}\n`);
  return Buffer.from(
    [
      `ployst_script=${quote(script.replaceAll("\r\n", "\n"))}`,
      `ployst_given=${quote(given.join(""))}`,
      "ployst_complete=yes",
      "",
    ].join("\n"),
  );
}
