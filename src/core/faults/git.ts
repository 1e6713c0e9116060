import { fault, faultWith } from "../fault.ts";

export const gitFaults = {
  GIT_URL_MALFORMED: fault(
    "input",
    "That isn't an address of a repository that I clone. Give it like https://github.com/owner/name or git@github.com:owner/name.git.",
  ),
  GIT_NOT_INSTALLED: fault(
    "configuration",
    "The program git isn't installed where this bot runs. Ask whoever runs it to install git and openssh-client.",
  ),
  GIT_REPOSITORY_UNREACHABLE: faultWith(
    "missing",
    ({ repository }: { readonly repository: string }) =>
      `The host of ${repository} doesn't let me read it, or has no such repository. Check its name; if it is right, install the App there, or add the key to it that your account shows.`,
    { repository: "git.example.com/octo/hello" },
  ),
  GIT_HOST_UNREACHABLE: faultWith(
    "unavailable",
    ({ host }: { readonly host: string }) =>
      `${host} doesn't answer git at the moment. It is tried again by itself; if it stays so, check the address.`,
    { host: "git.example.com" },
    { retryable: true },
  ),
  GIT_HOST_PRIVATE: faultWith(
    "forbidden",
    ({ host }: { readonly host: string }) =>
      `${host} is an address inside a private network. If it may be reached, ask whoever runs this bot to add it to OUTBOUND_PRIVATE_HOSTS.`,
    { host: "git.corp.example" },
  ),
  GIT_HOST_KEY_CHANGED: faultWith(
    "forbidden",
    ({ host }: { readonly host: string }) =>
      `${host} shows another SSH host key than before, so I don't talk to it. If its keys were changed on purpose, ask whoever runs this bot to run \`ployst admin forget-host ${host}\`.`,
    { host: "git.example.com" },
  ),
  GIT_TIMED_OUT: faultWith(
    "unavailable",
    ({ repository }: { readonly repository: string }) =>
      `Copying ${repository} took too long. It is tried again by itself; if it stays so, check the connection to its host.`,
    { repository: "github.com/octo/hello" },
    { retryable: true },
  ),
  GIT_DISK_FULL: fault(
    "unavailable",
    "The disk where repositories are kept is full. Ask whoever runs this bot to make room or to lower CLONE_QUOTA_BYTES.",
    { retryable: true },
  ),
  GIT_REPOSITORY_TOO_LARGE: faultWith(
    "conflict",
    ({ repository }: { readonly repository: string }) =>
      `${repository} is larger than all that may be kept. Ask whoever runs this bot to raise CLONE_QUOTA_BYTES.`,
    { repository: "github.com/octo/hello" },
  ),
  GIT_COMMIT_MISSING: faultWith(
    "missing",
    ({ sha, repository }: { readonly sha: string; readonly repository: string }) =>
      `No branch or tag of ${repository} has the commit ${sha}. Push it first, or name another one.`,
    { sha: "1f2e3d4", repository: "github.com/octo/hello" },
  ),
  GIT_FAILED: faultWith(
    "unavailable",
    ({ repository }: { readonly repository: string }) =>
      `git could not copy ${repository}. It is tried again by itself; if it stays so, ask whoever runs this bot to look into the log.`,
    { repository: "github.com/octo/hello" },
    { retryable: true },
  ),
  GIT_READ_FAILED: faultWith(
    "unavailable",
    ({ repository }: { readonly repository: string }) =>
      `The copy of ${repository} that is kept here can't be read. Try again; if it stays so, ask whoever runs this bot to look into the log.`,
    { repository: "github.com/octo/hello" },
    { retryable: true },
  ),
  GIT_REF_MALFORMED: faultWith(
    "input",
    ({ ref }: { readonly ref: string }) =>
      `"${ref}" can't be the name of a branch or tag. Give one as git has it, for example \`main\` or \`v1.2\`, or the id of a commit.`,
    { ref: "main..next" },
  ),
  GIT_REF_UNKNOWN: faultWith(
    "missing",
    (a: { readonly repository: string; readonly ref: string; readonly suggestion: string }) =>
      `${a.repository} has no branch, tag or commit "${a.ref}".${a.suggestion === "" ? " Check the spelling; of a commit give at least seven digits." : ` Did you mean "${a.suggestion}"?`}`,
    { repository: "github.com/octo/hello", ref: "mian", suggestion: "main" },
  ),
  GIT_REPOSITORY_EMPTY: faultWith(
    "missing",
    ({ repository }: { readonly repository: string }) =>
      `${repository} has no default branch with a commit. Check that something was pushed to it, or name a branch.`,
    { repository: "github.com/octo/hello" },
  ),
  GIT_SUBMODULES_UNSUPPORTED: faultWith(
    "conflict",
    ({ repository }: { readonly repository: string }) =>
      `${repository} has submodules, which an archive leaves out, so I don't send it. Have the servers clone it instead: choose "clone" in the project's settings.`,
    { repository: "github.com/octo/hello" },
  ),
  GIT_LFS_UNSUPPORTED: faultWith(
    "conflict",
    ({ repository }: { readonly repository: string }) =>
      `${repository} keeps files in Git LFS, of which an archive has only the pointers, so I don't send it. Have the servers clone it instead: choose "clone" in the project's settings.`,
    { repository: "github.com/octo/hello" },
  ),
};
