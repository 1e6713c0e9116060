import { faultWith } from "../fault.ts";

const HOST = { host: "203.0.113.7" };

interface OnHost {
  /** Escaped, as all that a sentence holds. */
  readonly host: string;
}

/** What can go wrong between this bot and a server that it speaks to over SSH. */
export const serverSshFaults = {
  SERVER_UNREACHABLE: faultWith(
    "unavailable",
    ({ host, port }: OnHost & { readonly port: number }) =>
      `${host} doesn't answer over SSH. Check that it runs and that its firewall lets me in on port ${String(port)}, then try again in a minute.`,
    { ...HOST, port: 22 },
    { retryable: true },
  ),
  SERVER_CONNECTION_LOST: faultWith(
    "unavailable",
    ({ host }: OnHost) =>
      `The connection to ${host} broke off in the middle. Try again in a minute; nothing that I repeat is done twice.`,
    HOST,
    { retryable: true },
  ),
  SERVER_TIMED_OUT: faultWith(
    "unavailable",
    ({ host }: OnHost) =>
      `${host} took too long, so I ended what I had begun there. Try again in a few minutes; if it stays so, check how busy the server is.`,
    HOST,
    { retryable: true },
  ),
  SERVER_FILE_BUSY: faultWith(
    "unavailable",
    ({ host, file }: OnHost & { readonly file: string }) =>
      `Somebody else changes ${file} on ${host} at the same moment, so I left it as it is. Try again in a minute.`,
    { ...HOST, file: "~/.profile" },
    { retryable: true },
  ),
  SERVER_ADDRESS_PRIVATE: faultWith(
    "forbidden",
    ({ host }: OnHost) =>
      `${host} is inside a private network, where I don't go unasked. If it should be reached, ask whoever runs this bot to add it to \`OUTBOUND_PRIVATE_HOSTS\`.`,
    { host: "10.0.0.7" },
  ),
  SERVER_KEY_REFUSED: faultWith(
    "forbidden",
    ({ host, user }: OnHost & { readonly user: string }) =>
      `${host} lets none of our keys in as ${user}. Say \`server keys\` to see which ones to install there, then try again.`,
    { ...HOST, user: "deploy" },
  ),
  SERVER_HOST_KEY_CHANGED: faultWith(
    "forbidden",
    ({ host, pinned, seen }: OnHost & { readonly pinned: string; readonly seen: string }) =>
      `${host} shows another host key (${seen}) than before (${pinned}), so I sent nothing. If the server was set up anew, ask an admin of the team to accept the new key; if not, ask whoever runs the server.`,
    {
      ...HOST,
      pinned: "SHA256:uNiVztksCsDhcc0u9e8BrrZJkiXU7v8lRnVRU6sXqHw",
      seen: "SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM",
    },
  ),
  SERVER_CRYPTO_OUTDATED: faultWith(
    "unavailable",
    ({ host }: OnHost) =>
      `${host} and I know no safe cipher or key type in common. Update the SSH server there (OpenSSH 7.2 or newer), then try again.`,
    HOST,
  ),
  SERVER_SHELL_REFUSED: faultWith(
    "forbidden",
    ({ host, user }: OnHost & { readonly user: string }) =>
      `${host} lets me in as ${user}, but runs no commands for that user. Give the user a login shell like /bin/sh, and its key no \`command=\` option, then try again.`,
    { ...HOST, user: "deploy" },
  ),
  SERVER_COMMAND_FAILED: faultWith(
    "unavailable",
    ({ host, what }: OnHost & { readonly what: string }) =>
      `${what} didn't work on ${host}. Check there what our user may write and how much room is left, then try again.`,
    { ...HOST, what: "Unpacking the release" },
  ),
  SERVER_DISK_FULL: faultWith(
    "unavailable",
    ({ host }: OnHost) =>
      `The disk of ${host} is full, so I undid what I had begun. Make room there, then try again.`,
    HOST,
  ),
  SERVER_TOOL_MISSING: faultWith(
    "configuration",
    ({ host, tool }: OnHost & { readonly tool: string }) =>
      `${host} has no program \`${tool}\`, which I need there. Install it (it is part of nearly every Linux), then try again.`,
    { ...HOST, tool: "setsid" },
  ),
  SERVER_FOLDER_REFUSED: faultWith(
    "input",
    ({ given }: { readonly given: string }) =>
      `"${given}" is no folder that I deploy to. Use a full path, or one below the home folder, for example \`/srv/app\` or \`~/app\`.`,
    { given: "../etc" },
  ),
  SERVER_CURRENT_TAKEN: faultWith(
    "conflict",
    ({ host, directory }: OnHost & { readonly directory: string }) =>
      `\`current\` in ${directory} on ${host} is not a link, so I don't replace it. Move it out of the way there, then try again.`,
    { ...HOST, directory: "/srv/app" },
  ),
  SERVER_RELEASE_MISSING: faultWith(
    "missing",
    ({ host, sha }: OnHost & { readonly sha: string }) =>
      `${host} doesn't have the release ${sha}. Use another one, or deploy that commit again.`,
    { ...HOST, sha: "1f2e3d4" },
  ),
  SERVER_VARIABLE_REFUSED: faultWith(
    "input",
    ({ name }: { readonly name: string }) =>
      `I can't set the variable "${name}" on a server. Use letters, digits and underscores for names, none that the system needs for itself, and values without zero bytes; for example \`APP_ENV\`.`,
    { name: "2ND" },
  ),
  SERVER_KEY_LAST: faultWith(
    "conflict",
    ({ host }: OnHost) =>
      `That is the key with which I reach ${host}, and none of our others is there. Add another one first: say \`server keys\` to see them.`,
    HOST,
  ),
  SERVER_WINDOWS_UNSUPPORTED: faultWith(
    "conflict",
    ({ host }: OnHost) =>
      `${host} runs Windows, where I only set environment variables. Use a Linux server for that.`,
    HOST,
  ),
};
