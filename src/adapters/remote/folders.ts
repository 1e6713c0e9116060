import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

const LONGEST = 400;

/**
 * A folder on a server as scripts take it: a full path, or one below the home folder (`''` is that itself). Throws
 * SERVER_FOLDER_REFUSED for what could lead elsewhere than it reads.
 */
export function toFolder(given: string): string {
  const path = given.trim().replace(/^~(?:\/|$)/, "");
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  const isStrange =
    path.startsWith("~") || /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(path) || segments.includes("..");
  if (isStrange || path.length > LONGEST) throw refused(given);
  if (path.startsWith("/") && segments.length === 0) throw refused(given);
  return `${path.startsWith("/") ? "/" : ""}${segments.join("/")}`;
}

/** As `toFolder`, for a folder that Ployst fills: not the home folder itself. */
export function toOwnFolder(given: string): string {
  const folder = toFolder(given);
  if (folder === "") throw refused(given);
  return folder;
}

function refused(given: string): Error {
  return faults.SERVER_FOLDER_REFUSED({ given: escapeMarkdown(given.slice(0, 100).toWellFormed()) });
}
