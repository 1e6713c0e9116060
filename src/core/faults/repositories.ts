import { fault, faultWith } from "../fault.ts";

/** What can go wrong with the repositories that somebody tracks, and with their key at GitHub; names are escaped. */
export const repositoryFaults = {
  REPOSITORIES_NONE_NAMED: fault(
    "input",
    "Tell me which repositories, for example `repos track octo/hello`. `repos` shows the ones that you can choose from.",
  ),
  REPOSITORIES_TOO_MANY_NAMED: faultWith(
    "input",
    (a: { most: number }) =>
      `That's more than ${String(a.most)} repositories at once. Name fewer, or use \`repos\` to choose them.`,
    { most: 20 },
  ),
  REPOSITORIES_NOT_REACHED: faultWith(
    "missing",
    (a: { names: string }) =>
      `I can't reach ${a.names}: either it doesn't exist, or you or the GitHub App can't see it. Say \`repos\` for those that can be tracked, and to install the App on more.`,
    { names: "octo/hello" },
  ),
  REPOSITORIES_NOT_TRACKED: faultWith(
    "missing",
    (a: { names: string }) => `You don't track ${a.names}. Say \`repos tracked\` for those that you do.`,
    { names: "octo/hello" },
  ),
  REPOSITORIES_TOO_MANY: faultWith(
    "conflict",
    (a: { most: number }) =>
      `You can track ${String(a.most)} repositories at most. Nothing was changed: untrack some with \`repos untrack\` first.`,
    { most: 500 },
  ),
  REPOSITORIES_SAVE_FIRST: faultWith(
    "conflict",
    (a: { most: number }) =>
      `That's more than ${String(a.most)} changes at once. Go back by a few ticks, press Save, and go on from there.`,
    { most: 40 },
  ),
  SSH_KEY_NOT_READY: fault(
    "unavailable",
    "You have no key pair named account: a new one takes up to a minute. Where you revoked it, say `keypair create account rsa`, then try again.",
    { retryable: true },
  ),
  SSH_KEY_NOT_PERMITTED: fault(
    "forbidden",
    "GitHub lets me see or change no SSH keys of yours. The GitHub App needs the account permission Git SSH keys (read and write): ask whoever runs Ployst to add it, then say `signin` to accept it, and try again.",
  ),
  SSH_KEY_IN_USE: fault(
    "conflict",
    "GitHub says that this key is already in use, by another account or as a deploy key, and takes each key once. Remove it there, or say `keypair rotate account` and add the new one.",
  ),
};
