export interface CloudRegion {
  readonly id: string;
  readonly name: string;
}

export interface CloudSize {
  readonly id: string;
  /** What to show beside the id; may be the id. */
  readonly name: string;
  readonly cpus: number;
  readonly memoryMb: number;
  /** Of the disk that comes with it; undefined where that is bought apart. */
  readonly diskGb?: number;
  /** As the provider's API says it; undefined where it says none. */
  readonly monthlyPrice?: { readonly amount: number; readonly currency: "USD" };
}

export interface CloudImage {
  /** What an order takes. */
  readonly id: string;
  /** A name that stays while newer ids come: an order takes it, too. `''` for none. */
  readonly alias: string;
  readonly name: string;
  /** Who logs in first; `''` if that is not known. */
  readonly sshUser: string;
}
