import type { Log } from "../../../core/log.ts";
import type { CredentialsAlarm } from "./drainer.ts";

/** One error however many messages wait, and one word when they flow again. */
export function createCredentialsAlarm(log: Log): CredentialsAlarm {
  let raised = false;
  return {
    refused(fields) {
      if (raised) return;
      raised = true;
      log.error(fields, "the platform refuses the bot's credentials; messages wait until it accepts them");
    },
    accepted() {
      if (!raised) return;
      raised = false;
      log.info({}, "the platform accepts the bot's credentials again");
    },
  };
}
