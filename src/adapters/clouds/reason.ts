import { toCardText } from "../../core/plain-text.ts";
import type { CloudAccount } from "./contract/index.ts";

const LONGEST_REASON = 200;

/**
 * A provider's own reason as a part of a sentence: one line, inert, without the full stop. `''` where it repeats one of
 * the credentials.
 */
export function toReason(message: string, { credentials }: CloudAccount): string {
  const tells = Object.values(credentials).some((value) => value !== "" && message.includes(value));
  return tells ? "" : toCardText(message, LONGEST_REASON).replace(/\.+$/, "");
}
