import { fault, faultWith } from "../fault.ts";

const key = "account key add ssh-ed25519 AAAA… you@laptop";

/** What can be wrong with people's accounts: details, POSIX names, SSH keys. */
export const accountFaults = {
  POSIX_NAME_TAKEN: faultWith(
    "conflict",
    (a: { name: string; suggestion: string }) =>
      a.suggestion === ""
        ? `The user name "${a.name}" is somebody else's in the directory. Say \`account profile\` and choose another one.`
        : `The user name "${a.name}" is somebody else's. Choose another one, for example "${a.suggestion}".`,
    { name: "mchen", suggestion: "mchen2" },
  ),
  POSIX_NAME_INVALID: faultWith(
    "input",
    (a: { name: string; suggestion: string }) =>
      `"${a.name}" can't be a user name. It begins with a small letter or \`_\` and has at most 32 small letters, digits, \`_\` and \`-\`: for example "${a.suggestion}".`,
    { name: "Mira Chen", suggestion: "mchen" },
  ),
  POSIX_NAME_RESERVED: faultWith(
    "input",
    (a: { name: string; suggestion: string }) =>
      `"${a.name}" is a name that systems use themselves. Choose another one, for example "${a.suggestion}".`,
    { name: "root", suggestion: "mchen" },
  ),
  POSIX_NAME_KEPT: faultWith(
    "conflict",
    (a: { name: string }) =>
      `Your user name is "${a.name}" and stays so: files keep their owner's name. Send the form with that one.`,
    { name: "mchen" },
  ),
  POSIX_NUMBERS_USED_UP: fault(
    "unavailable",
    "All user numbers that I may give out are given out. Ask whoever runs this bot to set a wider LDAP_UID_RANGE.",
  ),
  DIRECTORY_ENTRY_GONE: faultWith(
    "unavailable",
    (a: { name: string }) =>
      `The directory has no entry of yours under "${a.name}" any more, so I changed nothing there. Ask whoever runs the directory to put it back.`,
    { name: "mchen" },
  ),
  DIRECTORY_OFF: fault(
    "configuration",
    "No directory is set up for this Ployst, so there are no details to complete. Ask whoever runs it to set LDAP_URL if there should be one.",
  ),
  PROFILE_COMPLETE: faultWith(
    "conflict",
    (a: { name: string }) =>
      `Your details are complete: your user name is "${a.name}". Say \`account\` to see how your account stands.`,
    { name: "mchen" },
  ),
  PROFILE_SURNAME_INVALID: fault(
    "input",
    "Tell me your surname as it is written, in at most 64 characters and without control characters. Then send the form again.",
  ),
  PROFILE_EMAIL_INVALID: fault(
    "input",
    "That is no e-mail address that I can write to. It looks like `mira@example.com`; put yours into the form and send it again.",
  ),
  PROFILE_EMAIL_TAKEN: fault(
    "conflict",
    "There is an account with your e-mail address already. If it is yours, link it: sign in on your account's page and say `account link` with the code that it shows.",
  ),
  ACCOUNT_WITHDRAWN: fault(
    "forbidden",
    "Your account was withdrawn. Ask an administrator of your team to invite you again.",
  ),
  ACCOUNT_NONE: faultWith(
    "missing",
    (a: { person: string }) =>
      `${a.person} has no account that I could end, or it has ended before. \`team members\` shows the people of a team.`,
    { person: "Mona Lisa" },
  ),
  ACCOUNT_NONE_OF_YOURS: fault(
    "missing",
    "You have no account here that I could end, and are in no team. If I should do nothing for you on GitHub any more, say `signout`.",
  ),
  ACCOUNT_OWNS_TEAMS: faultWith(
    "conflict",
    (a: { person: string; teams: string }) =>
      `${a.person} owns ${a.teams}, and a team always has its owner. They can hand each over with \`team owner @Mona Lisa\`, or say \`team delete\`; then say it again.`,
    { person: "Mira Chen", teams: "Platform, Payments" },
  ),
  ACCOUNT_CLOSE_OWNER: faultWith(
    "conflict",
    (a: { teams: string }) =>
      `You own ${a.teams}, and a team always has its owner. Hand each over first, with \`team use\` and then for example \`team owner @Mona Lisa\`, or say \`team delete\`. Then say \`account close\` again.`,
    { teams: "Platform, Payments" },
  ),
  ACCOUNT_CLOSE_INSTEAD: fault("conflict", "That is yourself. Say `account close` to end your own account."),
  SSH_KEY_EMPTY: fault(
    "input",
    `Tell me the public key, one line as in your \`.pub\` file: for example \`${key}\`.`,
  ),
  SSH_KEY_PRIVATE: fault(
    "input",
    "That is a PRIVATE key! I kept nothing of it, but it was sent over this chat: consider it leaked, delete your message, run `ssh-keygen -t ed25519` to make a new pair, and give me the line of its `.pub` file.",
  ),
  SSH_KEY_SEVERAL: fault("input", `One key at a time, on one line: for example \`${key}\`.`),
  SSH_KEY_OPTIONS: fault(
    "input",
    `Keys come without options. Give me the line from the kind on, as in your \`.pub\` file: for example \`${key}\`.`,
  ),
  SSH_KEY_TYPE: fault(
    "input",
    "I don't take that kind of key. There are `ssh-ed25519`, `ecdsa-sha2-nistp256` (384, 521), `ssh-rsa` and keys in security keys (`sk-…`). Run `ssh-keygen -t ed25519` to make one.",
  ),
  SSH_KEY_DAMAGED: fault(
    "input",
    "That key is damaged: what is inside isn't what its kind says, or a part is missing. Copy the whole line of your `.pub` file and try again.",
  ),
  SSH_KEY_SHORT: fault(
    "input",
    "RSA keys need at least 2048 bits. Run `ssh-keygen -t ed25519` to make a better one.",
  ),
  SSH_KEY_KNOWN: faultWith(
    "conflict",
    (a: { fingerprint: string }) =>
      `You have that key already (${a.fingerprint}). Say \`account key list\` to see your keys.`,
    { fingerprint: "SHA256:VPbX…" },
  ),
  SSH_KEYS_MANY: faultWith(
    "conflict",
    (a: { most: number }) =>
      `You have ${String(a.most)} keys, which is the most. Say \`account key list\`, and \`account key remove 1\` to make room.`,
    { most: 20 },
  ),
  SSH_KEY_MISSING: faultWith(
    "missing",
    (a: { given: string }) =>
      `You have no key "${a.given}". Say \`account key list\` to see your keys, each with its number.`,
    { given: "7" },
  ),
};
