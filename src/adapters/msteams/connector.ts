import type { Activity } from "botbuilder";
import type { ConnectorClient } from "botframework-connector";
import { z } from "zod";

import type { Clock } from "../../core/clock.ts";
import {
  type ChatConnector,
  type ConversationMember,
  ConnectorFailure,
  type Posted,
  type PostingPlace,
} from "../../core/connector.ts";
import type { RenderedMessage } from "../../core/connector.ts";
import { type OutboundActivity, toOutboundActivity } from "./activity.ts";
import { toConnectorFailure } from "./failures.ts";
import { fitActivity } from "./fit.ts";
import type { OutboundToken } from "./outbound-token.ts";
import { splitThreadId, threadId } from "./place.ts";
import { type Agents, createSdkClient } from "./sdk-client.ts";
import type { ServiceUrlPolicy } from "./service-url.ts";
import { toTokenFailure } from "./token-failure.ts";

export interface TeamsConnectorDeps {
  readonly agents: Agents;
  /** Undefined in local mode: calls carry no token. */
  readonly token: OutboundToken | undefined;
  readonly serviceUrls: ServiceUrlPolicy;
  /** The bot as Teams names it. */
  readonly bot: { readonly id: string; readonly name: string };
  readonly clock: Clock;
  readonly timeoutMs: number;
}

interface CallOptions {
  readonly abortSignal: AbortSignal;
  readonly customHeaders: Record<string, string>;
}

const postedSchema = z.object({ id: z.string().optional(), activityId: z.string().optional() }).catch({});
const memberSchema = z.object({
  aadObjectId: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  tenantId: z.string().optional().catch(undefined),
  userRole: z.string().optional().catch(undefined),
  userPrincipalName: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  surname: z.string().optional().catch(undefined),
});

// Regions are few; a bound all the same, since activities name the URLs.
const MAX_CLIENTS = 64;

/** Posts to Teams through the SDK's client: one request a call, never repeated, 10 s at most. */
export class TeamsConnector implements ChatConnector {
  readonly #deps: TeamsConnectorDeps;
  readonly #clients = new Map<string, ConnectorClient>();

  constructor(deps: TeamsConnectorDeps) {
    this.#deps = deps;
  }

  async createRoot(place: PostingPlace, message: RenderedMessage): Promise<Posted> {
    if (place.type !== "channel") return this.#send(place, place.channelId, message);
    const activity: Partial<Activity> = fitted(message);
    const answer = await this.#call(place, (client, options) =>
      client.conversations.createConversation(
        {
          isGroup: true,
          bot: { ...this.#deps.bot },
          tenantId: place.tenantId,
          channelData: { channel: { id: place.channelId }, tenant: { id: place.tenantId } },
          // The SDK's type asks for what only inbound activities have; the service wants none of it.
          activity: activity as Activity,
        },
        options,
      ),
    );
    const created = postedSchema.parse(answer);
    return toPosted(created.activityId ?? splitThreadId(created.id ?? "").rootActivityId);
  }

  reply(place: PostingPlace, rootActivityId: string, message: RenderedMessage): Promise<Posted> {
    const isThreaded = place.type === "channel" && rootActivityId !== "";
    return this.#send(
      place,
      isThreaded ? threadId(place.channelId, rootActivityId) : place.channelId,
      message,
    );
  }

  async update(place: PostingPlace, activityId: string, message: RenderedMessage): Promise<void> {
    const activity = { ...fitted(message), id: activityId };
    await this.#call(place, (client, options) =>
      client.conversations.updateActivity(place.channelId, activityId, activity, options),
    );
  }

  async findMember(place: PostingPlace, teamsUserId: string): Promise<ConversationMember | undefined> {
    try {
      const answer: unknown = await this.#call(place, (client, options) =>
        client.conversations.getConversationMember(place.channelId, teamsUserId, options),
      );
      return toMember(answer, place.tenantId);
    } catch (error) {
      if (error instanceof ConnectorFailure && error.status === 404 && error.kind === "refused")
        return undefined;
      throw error;
    }
  }

  async #send(place: PostingPlace, conversationId: string, message: RenderedMessage): Promise<Posted> {
    const activity = fitted(message);
    const answer = await this.#call(place, (client, options) =>
      client.conversations.sendToConversation(conversationId, activity, options),
    );
    return toPosted(postedSchema.parse(answer).id);
  }

  async #call<T>(
    place: PostingPlace,
    run: (client: ConnectorClient, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const client = this.#client(place.serviceUrl);
    const token = await this.#token();
    const controller = new AbortController();
    const timer = setTimeout(() => {
      controller.abort();
    }, this.#deps.timeoutMs);
    try {
      const customHeaders = token === undefined ? {} : { authorization: `Bearer ${token}` };
      return await run(client, { abortSignal: controller.signal, customHeaders });
    } catch (error) {
      const failure = toConnectorFailure(error, this.#deps.clock.now());
      if (failure.kind === "unauthorized" && token !== undefined) this.#deps.token?.refuse(token);
      throw failure;
    } finally {
      clearTimeout(timer);
    }
  }

  async #token(): Promise<string | undefined> {
    try {
      return await this.#deps.token?.get();
    } catch (error) {
      throw toTokenFailure(error);
    }
  }

  #client(serviceUrl: string): ConnectorClient {
    // Tokens go nowhere else, whatever a row says.
    if (!this.#deps.serviceUrls.isAllowed(serviceUrl)) {
      throw new ConnectorFailure("refused", { status: 0, code: "ServiceUrlNotAllowed" });
    }
    const known = this.#clients.get(serviceUrl);
    if (known !== undefined) return known;
    if (this.#clients.size >= MAX_CLIENTS) this.#clients.clear();
    const made = createSdkClient(serviceUrl, this.#deps.agents);
    this.#clients.set(serviceUrl, made);
    return made;
  }
}

function fitted(message: RenderedMessage): OutboundActivity {
  return fitActivity(toOutboundActivity(message));
}

function toPosted(activityId: string | undefined): Posted {
  return activityId === undefined || activityId === "" ? {} : { activityId };
}

function toMember(answer: unknown, conversationTenantId: string): ConversationMember {
  const member = memberSchema.parse(answer);
  const isGuest =
    (member.userRole !== undefined && member.userRole.toLowerCase() !== "user") ||
    member.userPrincipalName?.includes("#EXT#") === true;
  const { aadObjectId = "", name: displayName = "", tenantId = conversationTenantId } = member;
  const { email, surname } = member;
  return {
    ...{ tenantId, isGuest, aadObjectId, displayName },
    ...(email !== undefined && { email }),
    ...(surname !== undefined && { surname }),
  };
}
