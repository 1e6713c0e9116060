import { randomUUID } from "node:crypto";
import { HOUR } from "../../../core/clock.ts";
import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { ReleasePlace, RemoteReleases } from "../contract/index.ts";
import { toOwnFolder } from "../folders.ts";
import { ENDS, type ServerSide } from "../shell/scripts.ts";
import { CURRENT, DISCARD, PRUNE, PUBLISH, SWITCH, UNPACK } from "./scripts.ts";

/** SHA-1 or SHA-256, whole. */
const SHA = /^(?:[\da-f]{40}|[\da-f]{64})$/;
const CURRENT_LINK = /(?:^|\/)releases\/(?<sha>[\da-f]{40}|[\da-f]{64})\/?$/;
const TRANSFER_MS = HOUR;

export function createReleases(server: ServerSide): RemoteReleases {
  const { host } = server;
  return {
    receiveArchive: (release) => receive(server, release),
    switchCurrent: async ({ directory, sha }) => {
      const { exitCode } = await server.run({
        what: "Switching to the release",
        text: SWITCH,
        args: [toOwnFolder(directory), toSha(sha)],
        allow: [ENDS.missing, ENDS.taken],
      });
      if (exitCode === ENDS.missing) throw faults.SERVER_RELEASE_MISSING({ host, sha: sha.slice(0, 7) });
      if (exitCode === ENDS.taken)
        throw faults.SERVER_CURRENT_TAKEN({ host, directory: escapeMarkdown(directory) });
    },
    readCurrent: async (directory) => {
      const args = [toOwnFolder(directory)];
      const { stdout } = await server.run({ what: "Reading the current release", text: CURRENT, args });
      return CURRENT_LINK.exec(stdout.toString().trim())?.groups?.["sha"];
    },
    pruneReleases: async ({ directory, keep, never }) => {
      const { stdout } = await server.run({
        what: "Removing old releases",
        text: PRUNE,
        args: [toOwnFolder(directory), String(keep), never.map(toSha).join(" ")],
      });
      return stdout
        .toString()
        .split("\n")
        .filter((line) => SHA.test(line));
    },
  };
}

async function receive(
  server: ServerSide,
  { directory, sha, archive, signal }: Parameters<RemoteReleases["receiveArchive"]>[0],
): Promise<"received" | "already"> {
  const args = [toOwnFolder(directory), toSha(sha), randomUUID()];
  const what = "Unpacking the release";
  const { stdout } = await server.run({
    ...{ what, text: UNPACK, args, stdin: archive, timeoutMs: TRANSFER_MS },
    ...(signal !== undefined && { signal }),
  });
  if (stdout.toString().trim() === "already") return "already";
  // tar may have seen the end before the stream failed.
  if (archive.errored !== null || !archive.readableEnded) {
    await server.run({ what, text: DISCARD, args });
    throw archive.errored ?? faults.SERVER_COMMAND_FAILED({ host: server.host, what });
  }
  const published = await server.run({ what, text: PUBLISH, args });
  return published.stdout.toString().trim() === "already" ? "already" : "received";
}

/** Throws a RangeError: nobody types a whole one. */
function toSha(sha: ReleasePlace["sha"]): string {
  if (!SHA.test(sha)) throw new RangeError("not the whole id of a commit");
  return sha;
}
