import type { MailboxLimits } from "./contract.ts";
import { ConversationPace, TenantGate } from "./pace.ts";

/** What is remembered of recent requests, by conversation and tenant, until it no longer matters. */
export class Paces {
  private readonly limits: MailboxLimits;
  private readonly conversations = new Map<string, ConversationPace>();
  private readonly tenants = new Map<string, TenantGate>();

  constructor(limits: MailboxLimits) {
    this.limits = limits;
  }

  ofConversation(conversationId: string): ConversationPace {
    const known = this.conversations.get(conversationId);
    if (known !== undefined) return known;
    const made = new ConversationPace(this.limits.conversation);
    this.conversations.set(conversationId, made);
    return made;
  }

  ofTenant(tenantId: string): TenantGate {
    const known = this.tenants.get(tenantId);
    if (known !== undefined) return known;
    const made = new TenantGate(this.limits.tenant);
    this.tenants.set(tenantId, made);
    return made;
  }

  /** Forgets the conversations that nobody drains and that sent nothing for as long as the longest window. */
  forget(now: number, isActive: (conversationId: string) => boolean): void {
    for (const [id, pace] of this.conversations) {
      if (pace.isForgettable(now) && !isActive(id)) this.conversations.delete(id);
    }
  }
}
