import type { ItemState } from "../../../core/items/state.ts";
import type { JsonObject } from "../../../core/json.ts";

export type { ItemState };

/** The services that an account can be joined with besides GitHub, which has an App of its own. */
export const PROVIDERS = ["jira", "sprintly", "rally", "targetprocess", "jenkins", "travis"] as const;

export type ProviderId = (typeof PROVIDERS)[number];

/** One field of the form that asks for what a service needs. */
export interface CredentialField {
  /** Names it in the credentials. */
  readonly id: string;
  readonly label: string;
  /** A secret is never shown again; `url` is the service's address and becomes the base URL. */
  readonly kind: "url" | "text" | "secret";
  readonly placeholder: string;
  readonly isRequired: boolean;
}

/** How a webhook proves where it comes from. */
export type WebhookProof =
  /** HMAC over the raw body with a secret that we make and that is entered there. */
  | "hmac"
  /** Signed with the service's own key. */
  | "signature"
  /** Not at all: the address has an unguessable last segment. */
  | "segment";

export interface ProviderDescription {
  readonly id: ProviderId;
  /** As its maker writes it. */
  readonly name: string;
  readonly fields: readonly CredentialField[];
  /** Where the service is, unless the form has a `url`. */
  readonly baseUrl?: string;
  readonly example: string;
  readonly webhookProof: WebhookProof;
  /** Where in the service a person makes the credential, and enters the webhook: one sentence each. */
  readonly credentialHelp: string;
  readonly webhookHelp: string;
  /** What a person types to follow it in a conversation: `jira:PROJ`. */
  readonly notifyExample: string;
  /** What to say of a service that we could not hold against its maker's own description or server; `''` for none. */
  readonly caveat: string;
}

/** A connection as a provider uses it. */
export interface ServiceAccount {
  readonly baseUrl: string;
  readonly credentials: Readonly<Record<string, string>>;
}

/** What is known of a connection that works. */
export interface Verified {
  /** Whose credentials they are, as the service names them. */
  readonly accountName: string;
  readonly settings?: JsonObject;
}

/** A work item or a build, as a card shows it. All texts are the service's own: unescaped, bounded. */
export interface ServiceItem {
  /** `PROJ-1`, `US123`, `my-job #7`. */
  readonly key: string;
  /** Names it for ever within the connection's service: a card's subject. */
  readonly subjectKey: string;
  /** What conversations follow it by: `PROJ`, a job's full name, `owner/repo`; `''` if unknown. */
  readonly source: string;
  /** `Story`, `Defect`, `Build`. */
  readonly type: string;
  readonly title: string;
  readonly url: string;
  /** The service's word, and what it means. */
  readonly stateText: string;
  readonly state: ItemState;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  /** When it was changed last, ISO 8601, `''` if unknown: later beats earlier when events come in disorder. */
  readonly updatedAt: string;
}

/** Something that a webhook told. */
export interface ServiceEvent {
  readonly item: ServiceItem;
  /** Opens a card where there is none (an item was created, a build began); otherwise only changes one. */
  readonly opens: boolean;
  /** The item was deleted there. */
  readonly isGone?: boolean;
  /** A line in the card's thread, unescaped (`Mira commented: …`); undefined for none. */
  readonly note?: string;
  /** Who did it, as the service names them; `''` if unknown. */
  readonly actor: string;
}

export interface ServiceWebhook {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type WebhookVerdict =
  | {
      readonly kind: "accepted";
      /** Names the delivery, so that a repeat is recognised: the service's id, else a hash of the body. */
      readonly deliveryId: string;
      readonly event: string;
    }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * One service. Every call may throw the faults of ServiceHttp. GETs are safe; what writes is sent once, and its caller
 * guards it with an intent.
 */
export interface ServiceProvider {
  readonly description: ProviderDescription;
  /** Asks the service who this is. Throws SERVICE_CREDENTIALS_REFUSED and the rest. */
  verify(account: ServiceAccount): Promise<Verified>;
  /**
   * Is the webhook really the service's? `secret` is what we made for the connection (with `segment` the address held
   * it already and was compared). Doesn't believe anything of the body before.
   */
  proveWebhook(
    webhook: ServiceWebhook,
    account: Pick<ServiceAccount, "baseUrl">,
    secret: string,
  ): Promise<WebhookVerdict>;
  /** What a proven webhook told; empty for what nobody follows. Never throws for an odd payload. */
  readWebhook(body: Buffer, account: Pick<ServiceAccount, "baseUrl">): readonly ServiceEvent[];
  /** The item of a key as people type it; undefined when there is none, or not for this account. */
  lookup(account: ServiceAccount, key: string): Promise<ServiceItem | undefined>;
}
