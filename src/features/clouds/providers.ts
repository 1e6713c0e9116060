import type { CloudDescription, CloudProviderKey, Clouds } from "../../adapters/clouds/contract/index.ts";

/** Other ways to write them. */
const ALIASES: Readonly<Record<string, CloudProviderKey>> = {
  do: "digitalocean",
  aws: "ec2",
  hosts: "existing",
  host: "existing",
};

type Described = Pick<Clouds, "descriptions">;

/** The provider that is meant by a word, or that a row names. */
export function findDescription(word: string, { descriptions }: Described): CloudDescription | undefined {
  const lower = word.toLowerCase();
  const key = Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : lower;
  return descriptions.find((one) => one.key === key);
}

/** Its maker's way to write it; the row's own word for a provider that this version doesn't know. */
export function nameOfProvider({ provider }: { readonly provider: string }, described: Described): string {
  return findDescription(provider, described)?.name ?? provider;
}
