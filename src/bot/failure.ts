import { faults } from "../core/errors.ts";
import { Fault } from "../core/fault.ts";
import type { Log } from "../core/log.ts";
import { newReference } from "../core/reference.ts";

/** The one place that turns an error into what a person sees; an unknown one is logged under its reference. */
export function toFault(error: unknown, log: Log): Fault {
  if (error instanceof Fault) {
    log.info({ code: error.code }, "answered with a known fault");
    return error;
  }
  const reference = newReference();
  log.error({ reference, error }, "something broke");
  return faults.SOMETHING_BROKE({ reference });
}
