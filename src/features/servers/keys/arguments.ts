import { rest, type ArgumentKind } from "../../../core/arguments.ts";
import { faults } from "../../../core/errors.ts";

/** A key pair, and the server that it is meant on. */
export interface PairOnServer {
  readonly name: string;
  readonly server: string;
}

/** `deploys to web-1`, or `deploys from web-1`. */
export function pairAndServer(parting: "to" | "from", example: string): ArgumentKind<PairOnServer> {
  return rest(
    `key pair ${parting} server`,
    `which key pair and server: for example \`${example}\``,
    (words) => {
      const [name, between, server, ...more] = words;
      const isRead = between?.toLowerCase() === parting && more.length === 0;
      if (name === undefined || server === undefined || !isRead) throw faults.SERVER_PAIR_MALFORMED();
      return { name, server };
    },
  );
}
