import type { JsonObject } from "../../../core/json.ts";
import type { Page } from "./paging.ts";
import type { TeamOutcome } from "./teams.ts";
import type { Transition } from "./transition.ts";

/** `unchecked`: kept, and the provider has not been asked yet; `active`: it let us in; `inactive`: it no longer does. */
export type CloudState = "unchecked" | "active" | "inactive";

/** An account at a provider of servers, or hosts that are there already. Its credentials are opened only by `findCredentials`. */
export interface CloudRecord {
  readonly id: string;
  readonly teamId: string;
  /** `''` while there is none. */
  readonly environmentId: string;
  /** Unique (in any case) among the team's live ones. */
  readonly name: string;
  readonly provider: string;
  /** The provider's private network that new servers join, `''` for its default. */
  readonly privateNetwork: string;
  /** The API's endpoint where it isn't the provider's own, else `''`. */
  readonly address: string;
  /** Where new servers are made unless told otherwise; `''` where there are no regions. */
  readonly region: string;
  /** Never a secret. */
  readonly settings: JsonObject;
  readonly hasCredentials: boolean;
  readonly state: CloudState;
  /** A sentence; `''` while there is none. */
  readonly lastError: string;
  readonly verifiedAt?: Date;
  /** Grows with each change of credentials: what was found out about older ones changes nothing. */
  readonly version: number;
  readonly createdAt: Date;
  /** Present after a removal; the row stays and can be restored. */
  readonly deletedAt?: Date;
}

/** A cloud as it was when the provider was asked. */
export type AskedCloud = Pick<CloudRecord, "id" | "version">;

export interface CloudReader {
  /** Removed ones too. */
  find(id: string): Promise<CloudRecord | undefined>;
  /** Those of these (at most 500) that there are, in no order. */
  listByIds(ids: readonly string[]): Promise<readonly CloudRecord[]>;
  /** The team's live one of that name (in any case). */
  findByName(teamId: string, name: string): Promise<CloudRecord | undefined>;
  /** The team's removed ones of that name, the latest first: what may be restored. */
  listDeletedByName(teamId: string, name: string): Promise<readonly CloudRecord[]>;
  /** Live ones, in the order of ids. */
  listByTeam(teamId: string, page: Page): Promise<readonly CloudRecord[]>;
  /** The opened credentials, for the moment of their use. */
  findCredentials(id: string): Promise<JsonObject | undefined>;
  /** Live ones with credentials that were not asked since `before`: whichever waits longest first. */
  listDueForVerify(before: Date, limit: number): Promise<readonly CloudRecord[]>;
}

export interface CloudRepository extends CloudReader {
  /** Unchecked. Undefined when the team has a live one of that name. */
  create(
    cloud: Pick<
      CloudRecord,
      "teamId" | "name" | "provider" | "privateNetwork" | "address" | "region" | "settings"
    > & { readonly credentials?: JsonObject },
  ): Promise<CloudRecord | undefined>;
  /** -> unchecked, with other credentials. False when there is no live one. */
  setCredentials(id: string, credentials: JsonObject): Promise<boolean>;
  /** False when there is no live one. */
  setSettings(id: string, settings: JsonObject): Promise<boolean>;
  /** Changes which environment it refers to, if that still is `from`. */
  setEnvironment(id: string, from: string, to: string): Promise<boolean>;
  /**
   * The provider let us in: -> active. Undefined when it was active before (which is noted), or the cloud went or changed
   * since it was asked.
   */
  markActive(asked: AskedCloud): Promise<Transition<CloudState> | undefined>;
  /** The provider refused us: -> inactive. Undefined as with `markActive`, so that only the first time is announced. */
  markInactive(asked: AskedCloud, error: string): Promise<Transition<CloudState> | undefined>;
  /** Nothing changes, but until the commit nobody removes it. False when there is no live one. */
  hold(id: string): Promise<boolean>;
  /** Soft: credentials stay, so that it can be restored. False when it was removed before. */
  delete(id: string): Promise<boolean>;
  /** In the state in which it was; `taken` when the team has a live one of that name. */
  restore(id: string): Promise<TeamOutcome>;
}
