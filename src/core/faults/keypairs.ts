import { fault, faultWith } from "../fault.ts";

export const keyPairFaults = {
  PRIVATE_KEY_PASTED: fault(
    "input",
    "That was a private key, in a message! Whoever can read this conversation has it now: treat it as stolen. Delete the message, take the public key off every server, and make a new pair with `keypair create`. I didn't keep it. To import a key, say `keypair import` in a 1:1 chat with me: its form is the only place for one.",
  ),
  KEYPAIR_UNKNOWN: faultWith(
    "missing",
    (a: { given: string; has: string; list: string }) =>
      `${a.has} no key pair "${a.given}". Say \`${a.list}\` for their numbers and names.`,
    { given: "7", has: "You have", list: "keypair list" },
  ),
  KEYPAIR_NAME_INVALID: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" can't name a key pair: a name begins with a letter, and letters, digits, - and _ follow (at most 40). For example: \`keypair create laptop ed25519\`.`,
    { given: "my key!" },
  ),
  KEYPAIR_NAME_TAKEN: faultWith(
    "conflict",
    (a: { name: string }) =>
      `There is an active key pair called **${a.name}** already. Choose another name, or say \`keypair rotate ${a.name}\` to replace it.`,
    { name: "laptop" },
  ),
  KEYPAIR_TOO_MANY: faultWith(
    "conflict",
    (a: { most: number }) =>
      `There are ${String(a.most)} key pairs already. Say \`keypair revoke <number>\` for one that nothing uses any more.`,
    { most: 50 },
  ),
  KEYPAIR_NOT_ACTIVE: faultWith(
    "conflict",
    (a: { name: string }) =>
      `Key pair **${a.name}** isn't active any more; nothing was changed. Say \`keypair list\` to see how it stands.`,
    { name: "laptop" },
  ),
  KEYPAIR_IN_USE_ALREADY: fault(
    "conflict",
    "That key is here already. Say `keypair list` to find it by its fingerprint.",
  ),
  PRIVATE_KEY_UNREADABLE: fault(
    "input",
    "I can't read that as a private key. Try again with the whole file, from `-----BEGIN` to `KEY-----`.",
  ),
  PRIVATE_KEY_IS_PUBLIC: fault(
    "input",
    "That is a public key, and I need the private one: the file without `.pub`. To let yourself into servers with a key that stays yours, use `account key add`.",
  ),
  PRIVATE_KEY_LOCKED: fault(
    "input",
    "That key is locked with a passphrase, and nobody is there to type it when I use the key. Import one without (`ssh-keygen -p -f <a copy of the file>` takes it off), or let me make one: `keypair create`.",
  ),
  PRIVATE_KEY_ALGORITHM: fault(
    "input",
    "I keep Ed25519 and RSA keys, and that is neither. Say `keypair create ed25519` for a new one.",
  ),
  PRIVATE_KEY_SHORT: fault(
    "input",
    "That RSA key has fewer than 2048 bits, which is too few. Say `keypair create` for a better one.",
  ),
};
