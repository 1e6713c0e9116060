import { clonesSection } from "./clones.ts";
import { databaseSection } from "./database.ts";
import { directorySection } from "./directory.ts";
import { githubSection } from "./github.ts";
import { httpSection } from "./http.ts";
import { mailSection } from "./mail.ts";
import { microsoftSection } from "./microsoft.ts";
import { operationSection } from "./operation.ts";
import { outboundSection } from "./outbound.ts";
import { secretsSection } from "./secrets.ts";
import type { SettingSection } from "./setting.ts";

/** Every section, in the order of the documentation. */
export const sections: readonly SettingSection[] = [
  httpSection,
  databaseSection,
  secretsSection,
  microsoftSection,
  githubSection,
  directorySection,
  mailSection,
  outboundSection,
  clonesSection,
  operationSection,
];
