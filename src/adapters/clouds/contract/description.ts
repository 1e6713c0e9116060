/** The providers that servers come from. `existing`: hosts that are there already. */
export const CLOUD_PROVIDERS = ["existing", "digitalocean", "ec2"] as const;

export type CloudProviderKey = (typeof CLOUD_PROVIDERS)[number];

/** One field of the form that asks for what a provider needs. */
export interface CloudField {
  /** Names it where it is kept. */
  readonly name: string;
  readonly label: string;
  /** Never shown again. */
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /** Where a person finds it, one sentence. */
  readonly hint: string;
  /** Credentials are sealed; the others may be shown. `privateNetwork` is CloudAccount's own field. */
  readonly keptIn: "credentials" | "settings" | "privateNetwork";
}

export interface CloudDescription {
  readonly key: CloudProviderKey;
  /** As its maker writes it. */
  readonly name: string;
  /** What it is for, one sentence. */
  readonly summary: string;
  readonly fields: readonly CloudField[];
  /** Where its API is; `default` is `''` where there is none, or where it depends on the region. */
  readonly endpoint: { readonly isAsked: boolean; readonly default: string };
  readonly hasRegions: boolean;
  readonly needsCredentials: boolean;
  readonly canPower: boolean;
  /** `''` for none. */
  readonly defaults: {
    /** An image's own `sshUser` beats it. */
    readonly sshUser: string;
    readonly region: string;
    readonly size: string;
    readonly image: string;
  };
  /**
   * For so long after it was created a server may not show yet: only what is missing later is gone. 0 where it shows
   * at once.
   */
  readonly settleSeconds: number;
  /** What to say of a provider that we could not hold against the vendor's own API; `''` for none. */
  readonly caveat: string;
}
