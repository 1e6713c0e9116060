import { BlockList, isIP } from "node:net";
import { z } from "zod";
import { optionalSetting } from "./setting.ts";
import { listOf } from "./values.ts";

/** A name, or a network, that addresses given by people may lead to though it is private. */
export type PrivateHost =
  | { readonly kind: "host"; readonly name: string }
  | {
      readonly kind: "network";
      readonly address: string;
      readonly prefix: number;
      readonly family: "ipv4" | "ipv6";
    };

const HOST = /^(?=.{1,253}$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;

function privateHost(): z.ZodType<PrivateHost, string> {
  return z.string().transform((text, context) => {
    const found = toNetwork(text) ?? (HOST.test(text) ? toHost(text) : undefined);
    if (found !== undefined) return found;
    context.addIssue(
      "expected host names, addresses and networks such as jenkins.corp, 10.1.2.3, 10.1.0.0/16",
    );
    return z.NEVER;
  });
}

function toHost(name: string): PrivateHost {
  return { kind: "host", name: name.toLowerCase() };
}

function toNetwork(text: string): PrivateHost | undefined {
  const [address = "", bits, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return undefined;
  const most = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  if (!/^\d{1,3}$/.test(bits ?? String(most)) || prefix > most) return undefined;
  const family = version === 4 ? "ipv4" : "ipv6";
  new BlockList().addSubnet(address, prefix, family);
  return { kind: "network", address, prefix, family };
}

export const outboundSection = {
  title: "Outbound",
  description: "Where addresses that people type (of a Jira, a Jenkins …) may lead.",
  settings: {
    privateHosts: optionalSetting({
      name: "OUTBOUND_PRIVATE_HOSTS",
      schema: listOf(privateHost()),
      example: "jenkins.corp.example,10.1.0.0/16",
      description:
        "Hosts and networks inside your own network that such addresses may lead to, comma-separated. All other private addresses are refused. `http://` works for these only.",
    }),
  },
} as const;
