import { z } from "zod";
import { optionalSetting } from "./setting.ts";
import { listOf } from "./values.ts";

const KEY_BYTES = 32;

/** A key that seals secrets in the database; the sealed value names it. */
export interface SecretsKey {
  readonly id: string;
  readonly key: Buffer;
}

const secretsKey = z.string().transform((text, context): SecretsKey => {
  const parts = /^(?<id>[\w.-]{1,40}):(?<base64>[\w+/-]+={0,2})$/.exec(text)?.groups;
  const key = Buffer.from(parts?.["base64"] ?? "", "base64");
  if (parts?.["id"] !== undefined && key.length === KEY_BYTES) return { id: parts["id"], key };
  context.addIssue(
    'expected id:key, the key being 32 bytes in base64 (make one with "openssl rand -base64 32")',
  );
  return z.NEVER;
});

const secretsKeys = listOf(secretsKey)
  .refine((keys) => keys.length > 0, "expected at least one key")
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, "two keys have the same id");

export const secretsSection = {
  title: "Secrets",
  description:
    "Tokens and keys in the database are sealed; whoever has these keys and the database has them all.",
  settings: {
    keys: optionalSetting({
      name: "SECRETS_KEYS",
      schema: secretsKeys,
      isSecret: true,
      example: "k1:<openssl rand -base64 32>",
      description:
        "`id:base64-32-bytes[,older…]`: the first one seals, all of them open. To change the key, put a new one in front, restart, and run `ployst admin rotate-keys`. Local mode makes one in `./data/secrets.key`.",
    }),
  },
} as const;
