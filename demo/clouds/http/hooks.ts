/** What a fake tells of a server that it made. */
export interface FakeServerMade {
  readonly providerId: string;
  readonly name: string;
  readonly region: string;
  readonly size: string;
  readonly image: string;
  /** What cloud-init would read, `''` for nothing. */
  readonly userData: string;
  /** OpenSSH lines that the vendor itself puts there. */
  readonly publicKeys: readonly string[];
}

export interface FakeAddresses {
  readonly publicAddress: string;
  readonly privateAddress: string;
}

/** So that something real can stand behind a server: a lab host with an SSH daemon, say. */
export interface FakeHooks {
  /** Undefined: addresses of the networks that are kept for documentation (RFC 5737). */
  readonly onServerCreated?: (server: FakeServerMade) => Promise<FakeAddresses | undefined>;
  readonly onServerDeleted?: (providerId: string) => Promise<void>;
}

/** The n-th made-up address: 203.0.113.0/24 and 10.0.0.0/8. */
export function madeUpAddresses(n: number): FakeAddresses {
  return {
    publicAddress: `203.0.113.${String(1 + (n % 254))}`,
    privateAddress: `10.0.${String(Math.floor(n / 254) % 256)}.${String(1 + (n % 254))}`,
  };
}
