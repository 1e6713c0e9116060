import { existsSync } from "node:fs";
import { SSHD } from "../../demo/hosts/sshd.ts";

/** Skipped, and shown as such, where sshd is not installed; not where services are required. */
export const describeWithSshd: Mocha.PendingSuiteFunction | Mocha.SuiteFunction =
  existsSync(SSHD) || process.env["REQUIRE_SERVICES"] === "1" ? describe : describe.skip;
