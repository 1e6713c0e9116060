import { fault, faultWith } from "../fault.ts";

const SERVER = { name: "web-1" };

interface OnServer {
  /** Escaped, as all that a sentence holds. */
  readonly name: string;
}

/** What can go wrong with servers that this bot keeps, before anything is said to them. Names and what was typed are escaped. */
export const serverFaults = {
  SERVER_ADDRESS_MISSING: faultWith(
    "conflict",
    ({ name }: OnServer) =>
      `${name} has no address yet. Wait until its cloud gave it one (\`server show\` tells), then try again.`,
    SERVER,
  ),
  SERVER_KEY_MISSING: faultWith(
    "conflict",
    ({ name }: OnServer) =>
      `I have no key that opens ${name}. Attach one with \`keypair attach\`, and put its public key into the server's \`authorized_keys\`.`,
    SERVER,
  ),
  SERVER_UNKNOWN: faultWith(
    "missing",
    (a: { given: string; team: string; suggestion: string }) =>
      `Team ${a.team} has no server "${a.given}". ${a.suggestion === "" ? "Say `server list` to see them." : `Did you mean \`${a.suggestion}\`?`}`,
    { given: "wep-1", team: "Platform", suggestion: "web-1" },
  ),
  SERVER_NAME_INVALID: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" can't name a server: use letters, digits, dots and dashes, a letter first (at most 60). For example: \`server create web-1\`.`,
    { given: "web 1!" },
  ),
  SERVER_NAME_TAKEN: faultWith(
    "conflict",
    (a: { name: string; team: string }) =>
      `Team ${a.team} has a server **${a.name}** already. Nothing was changed: use another name.`,
    { name: "web-1", team: "Platform" },
  ),
  SERVER_ORDER_MALFORMED: faultWith(
    "input",
    (a: { given: string }) =>
      `I can't read "${a.given}" there. Say \`server create web-1\` and choose on the card, or all of it: \`server create web-1 cloud=do-main size=s-1vcpu-1gb image=debian-12-x64 count=2 keys=team:deploys\`.`,
    { given: "colour=red" },
  ),
  SERVER_CLOUD_NONE: faultWith(
    "missing",
    (a: { team: string }) => `Team ${a.team} has no cloud to make servers in. Use \`cloud add\` first.`,
    { team: "Platform" },
  ),
  SERVER_CLOUD_UNKNOWN: faultWith(
    "missing",
    (a: { given: string; team: string; suggestion: string }) =>
      `Team ${a.team} has no cloud "${a.given}". ${a.suggestion === "" ? "Say `cloud list` to see them." : `Did you mean \`${a.suggestion}\`?`}`,
    { given: "do-mian", team: "Platform", suggestion: "do-main" },
  ),
  SERVER_CLOUD_INACTIVE: faultWith(
    "conflict",
    (a: { cloud: string }) =>
      `Cloud **${a.cloud}** doesn't let me in at the moment. Use \`cloud login ${a.cloud}\` to enter its credentials again.`,
    { cloud: "do-main" },
  ),
  SERVER_COUNT_INVALID: faultWith(
    "input",
    (a: { most: number }) =>
      `Servers are made one to ${String(a.most)} at a time. For example: \`server create web count=3\`.`,
    { most: 10 },
  ),
  SERVER_ONE_HOST: fault(
    "input",
    "A host that is there already is one server. Use one address at a time, and no count.",
  ),
  SERVER_FIELD_MISSING: faultWith(
    "input",
    (a: { field: string }) => `${a.field} is missing. Choose one on the card, then try again.`,
    { field: "The size" },
  ),
  SERVER_FIELD_INVALID: faultWith(
    "input",
    (a: { field: string; example: string }) =>
      `I can't use that for ${a.field}. Check it; for example: \`${a.example}\`.`,
    { field: "the port", example: "port=22" },
  ),
  SERVER_TOO_MANY: faultWith(
    "conflict",
    (a: { team: string; most: number }) =>
      `Team ${a.team} would have more than ${String(a.most)} servers. Use \`server delete\` for what isn't needed any more.`,
    { team: "Platform", most: 200 },
  ),
  SERVER_PAIR_NONE: faultWith(
    "missing",
    (a: { team: string }) =>
      `There is no key pair that a server could let in: neither team ${a.team} nor you have one. Say \`keypair create team deploys\` to make one.`,
    { team: "Platform" },
  ),
  SERVER_PAIR_UNKNOWN: faultWith(
    "missing",
    (a: { given: string; whose: string; list: string }) =>
      `${a.whose} no active key pair "${a.given}". Say \`${a.list}\` for their names.`,
    { given: "laptop", whose: "You have", list: "keypair list" },
  ),
  SERVER_PAIRS_TOO_MANY: faultWith(
    "input",
    (a: { most: number }) =>
      `A server gets ${String(a.most)} key pairs at most: SSH gives up after so many. Use fewer.`,
    { most: 5 },
  ),
  SERVER_PAIR_MALFORMED: fault(
    "input",
    "I can't read that. Tell me a key pair and a server, for example: `keypair attach team deploys to web-1`.",
  ),
  SERVER_PAIR_NOT_THERE: faultWith(
    "conflict",
    (a: { pair: string; server: string }) =>
      `Key pair **${a.pair}** isn't on server **${a.server}**. Say \`server keys ${a.server}\` to see which are.`,
    { pair: "laptop", server: "web-1" },
  ),
  SERVER_PAIR_LAST: faultWith(
    "conflict",
    (a: { pair: string; servers: string }) =>
      `Key pair **${a.pair}** is the last with which I reach ${a.servers}. Nothing was changed: use \`keypair attach\` to put another one there first.`,
    { pair: "deploys", servers: "web-1, web-2" },
  ),
  SERVER_BUSY: faultWith(
    "conflict",
    (a: { name: string }) =>
      `A deployment works on server **${a.name}** now. Nothing was changed: try again when it is over.`,
    { name: "web-1" },
  ),
  SERVER_NOT_MADE: faultWith(
    "conflict",
    (a: { name: string }) =>
      `Server **${a.name}** isn't made yet. Say \`server show ${a.name}\` to see how far it is.`,
    { name: "web-1" },
  ),
  SERVER_DELETING: faultWith(
    "conflict",
    (a: { name: string }) =>
      `Server **${a.name}** is to be deleted. Say \`server restore ${a.name}\` if it should stay.`,
    { name: "web-1" },
  ),
  SERVER_NOT_DELETING: faultWith(
    "conflict",
    (a: { name: string }) =>
      `Server **${a.name}** isn't to be deleted; nothing was changed. Say \`server show ${a.name}\` to see how it is.`,
    { name: "web-1" },
  ),
  SERVER_RESTORE_LATE: faultWith(
    "conflict",
    (a: { name: string }) =>
      `Server **${a.name}** is being deleted already, which nobody can take back. Say \`server create\` to make another one.`,
    { name: "web-1" },
  ),
  SERVER_CHANGED: fault(
    "conflict",
    "That server, or what was asked for, is another one by now. Nothing was changed: say `server list` to see how it is.",
  ),
  SERVER_HOST_KEY_UNSEEN: faultWith(
    "conflict",
    (a: { name: string }) =>
      `I have never seen a host key of server **${a.name}**, so there is nothing to compare. Say \`server check ${a.name}\`: the first one that it shows is kept.`,
    { name: "web-1" },
  ),
  SERVER_HOST_KEY_SAME: faultWith(
    "conflict",
    (a: { name: string }) =>
      `Server **${a.name}** shows the host key that I know. Nothing was changed; say \`server check ${a.name}\` to see how it is.`,
    { name: "web-1" },
  ),
  SERVER_PAGE_UNKNOWN: faultWith(
    "input",
    (a: { given: string; pages: number }) =>
      `There is no page "${a.given}": the last one is ${String(a.pages)}. For example: \`server list ${String(a.pages)}\`.`,
    { given: "9", pages: 2 },
  ),
};
