import { createHmac, randomUUID } from "node:crypto";
import { webhook, type Payload } from "../../support/webhooks.ts";
import type { Room } from "./plant.ts";

/** A webhook as GitHub would send it, and what must be read in its room when it has been delivered. */
export interface TestDelivery {
  readonly guid: string;
  readonly event: string;
  readonly body: Buffer;
  readonly room: Room;
  /** Stands in one message's text, and in no other's. */
  readonly mark: string;
  readonly subjectKey: string;
}

/** Of each ten: four issues, three pull requests, two pushes, a comment on the first issue. */
export const DELIVERIES_A_ROOM = 10;

/** What happened in a room, as recorded payloads with the room's repository and a mark of their own. */
export function deliveriesOf(room: Room): readonly TestDelivery[] {
  return Array.from({ length: DELIVERIES_A_ROOM }, (_, index) => {
    const mark = `mark-${String(room.index).padStart(3, "0")}-${String(index).padStart(3, "0")}`;
    const { event, payload, subjectKey } = happening(room, index, mark);
    return {
      guid: randomUUID(),
      event,
      body: Buffer.from(JSON.stringify(payload)),
      room,
      mark,
      subjectKey,
    };
  });
}

interface Told {
  readonly event: string;
  readonly payload: Payload;
  readonly subjectKey: string;
}

function happening(room: Room, index: number, mark: string): Told {
  const number = index + 1;
  if (index < 4) {
    const issue = { number, title: `The door is stuck ${mark}` };
    return told(room, "issues.opened", { issue }, `issue:${String(room.repositoryId)}#${String(number)}`);
  }
  if (index < 7) {
    const pull = { number, title: `Oil the hinge ${mark}` };
    const key = `pull:${String(room.repositoryId)}#${String(number)}`;
    return told(room, "pull_request.opened", { pull_request: pull }, key);
  }
  if (index < 9) return push(room, index, mark);
  const title = `The door is stuck mark-${String(room.index).padStart(3, "0")}-000`;
  const more = { issue: { number: 1, title }, comment: { body: `Mine too ${mark}` } };
  return told(room, "issue_comment.created", more, `issue:${String(room.repositoryId)}#1`);
}

function push(room: Room, index: number, mark: string): Told {
  const after = `${String(room.index).padStart(8, "0")}${String(index).padStart(32, "0")}`;
  const commit = {
    id: after,
    url: `https://github.com/${room.repositoryName}/commit/${after}`,
    message: `Plane the door ${mark}`,
    timestamp: "2026-05-15T15:20:41Z",
    author: { name: "Mona", username: "mona" },
  };
  const more = {
    ref: "refs/heads/main",
    after,
    created: false,
    deleted: false,
    commits: [commit],
    repository: { default_branch: "main" },
  };
  return told(room, "push", more, `push:${String(room.repositoryId)}@${after}`);
}

function told(room: Room, name: string, more: Payload, subjectKey: string): Told {
  const { repository: further, ...rest } = more;
  const repository = {
    id: room.repositoryId,
    full_name: room.repositoryName,
    html_url: `https://github.com/${room.repositoryName}`,
    ...(typeof further === "object" ? further : {}),
  };
  const [event = ""] = name.split(".");
  return { event, payload: webhook(name, { ...rest, repository, installation: { id: 5 } }), subjectKey };
}

/** The headers that GitHub sends with a delivery. */
export function deliveryHeaders(
  { guid, event, body }: Pick<TestDelivery, "guid" | "event" | "body">,
  secret: string,
): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": guid,
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
}

/** In an order that mixes rooms and kinds, the same in every run. */
export function shuffled<T>(items: readonly T[]): readonly T[] {
  const order = items.map((item, index) => ({ item, at: (index * 7_919) % (items.length + 1) }));
  return order.toSorted((one, other) => one.at - other.at).map(({ item }) => item);
}
