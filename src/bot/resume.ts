import type { ConversationReference, ConversationType } from "../core/conversation.ts";
import type { JsonObject } from "../core/json.ts";
import { TURN_JOB } from "./accept.ts";
import type { BotTransaction } from "./store.ts";
import { fromPressed, toTurnPayload, type TurnActivity } from "./turn-payload.ts";

export interface ResumeTransaction {
  readonly users: {
    find(id: string): Promise<
      | {
          readonly tenantId: string;
          readonly aadObjectId: string;
          readonly displayName: string;
          readonly teamsUserId: string;
          readonly isAdmin: boolean;
          readonly state: string;
        }
      | undefined
    >;
  };
  readonly conversations: {
    find(id: string): Promise<
      | {
          readonly tenantId: string;
          readonly teamId: string;
          readonly channelId: string;
          readonly type: ConversationType;
          readonly serviceUrl: string;
          readonly name: string;
          readonly state: string;
        }
      | undefined
    >;
  };
  readonly jobs: Pick<BotTransaction["jobs"], "create">;
  afterCommit(run: () => void): void;
}

export interface KeptCommand {
  readonly id: string;
  readonly userId: string;
  readonly conversationId: string;
  readonly text: string;
  /** A button that was pressed instead of a command typed. */
  readonly action?: JsonObject;
  readonly threadRootId: string;
  readonly waitsFor: "signin" | "installation" | "profile";
}

/**
 * Makes a turn of a kept command or button, as if its person had typed or pressed it again where they did. In the transaction that
 * claimed it, so that it resumes once. False when its person or conversation is gone.
 */
export async function resumeCommand(
  tx: ResumeTransaction,
  kept: KeptCommand,
  wakeJobs: (jobIds: readonly string[]) => void,
): Promise<boolean> {
  const user = await tx.users.find(kept.userId);
  const conversation = await tx.conversations.find(kept.conversationId);
  if (user?.state !== "active" || conversation?.state !== "active") return false;
  const { tenantId, teamId, channelId, type, serviceUrl, name } = conversation;
  const place: ConversationReference = { tenantId, teamId, channelId, type, serviceUrl, name };
  const job = await tx.jobs.create({
    kind: TURN_JOB,
    targetId: kept.conversationId,
    payload: toTurnPayload({
      activity: toActivity(kept, {
        activityId: kept.id,
        conversation: kept.threadRootId === "" ? place : { ...place, threadRootId: kept.threadRootId },
        from: {
          tenantId: user.tenantId,
          aadObjectId: user.aadObjectId,
          displayName: user.displayName,
          teamsUserId: user.teamsUserId,
        },
      }),
      userId: kept.userId,
      isAdmin: user.isAdmin,
      conversationId: kept.conversationId,
      // Their person is there, and was told nothing yet of what else is missing: it runs as if just typed.
      source: kept.waitsFor === "installation" ? "resumed" : "typed",
    }),
  });
  tx.afterCommit(() => {
    wakeJobs([job.id]);
  });
  return true;
}

function toActivity(
  { action, text }: KeptCommand,
  base: Pick<TurnActivity, "activityId" | "conversation" | "from">,
): TurnActivity {
  if (action === undefined) return { ...base, kind: "message", text, mentions: [] };
  const pressed = fromPressed(action);
  // The request of the button is long over: what comes of it is posted.
  return pressed.kind === "action" ? { ...base, ...pressed, answerable: false } : { ...base, ...pressed };
}
