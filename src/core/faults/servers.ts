import { faultWith } from "../fault.ts";

const SERVER = { name: "web-1" };

interface OnServer {
  /** Escaped, as all that a sentence holds. */
  readonly name: string;
}

/** What can go wrong with servers that this bot keeps, before anything is said to them. */
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
};
