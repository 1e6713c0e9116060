import type { RegistrationRecord } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

/** How the directory stands to an account, in words, and whether its person has something to do. */
export interface DirectoryWords {
  readonly text: string;
  readonly isIncomplete: boolean;
}

export function toDirectoryWords(registration: RegistrationRecord | undefined, keys: number): DirectoryWords {
  const error = registration?.ldapError ?? "";
  const trouble = error === "" ? "" : `\n\n⚠️ ${withoutCode(error)}`;
  const name = escapeMarkdown(registration?.posix?.posixUid ?? "");
  const number = String(registration?.posix?.uidNumber ?? "");
  const done = (text: string): DirectoryWords => ({ text: `${text}${trouble}`, isIncomplete: false });
  switch (registration?.state) {
    case "pre_posix":
      return done(`⏳ Your account ${name} is on its way into the directory.`);
    case "posix":
      return done(`✅ You are ${name} (${number}), without an SSH key.`);
    case "pre_key":
      return done(`⏳ You are ${name} (${number}); your keys are on their way into the directory.`);
    case "valid":
      return done(
        `✅ You are ${name} (${number}), with ${keys === 0 ? "no" : String(keys)} SSH ${keys === 1 ? "key" : "keys"}.`,
      );
    case "withdrawn":
      return done("⛔ Your account was withdrawn. Ask an administrator of your team to invite you again.");
    default:
      return { text: `Some details are missing for an account on servers.${trouble}`, isIncomplete: true };
  }
}

/** Cards read no code: its marks would stand there as they are. */
function withoutCode(sentence: string): string {
  return sentence.replace(/`/g, '"');
}
