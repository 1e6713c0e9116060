import type { FakeConversation, FakeMessage, FakePerson, JsonObject } from "./model.ts";
import { isJsonObject, objectAt, stringAt } from "./model.ts";
import { shown, type World } from "./world.ts";

export interface Answer {
  readonly status: number;
  readonly body?: JsonObject;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function failure(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

const NOT_IN_ROSTER = failure(
  403,
  "BotNotInConversationRoster",
  "The bot is not part of the conversation roster.",
);
const NO_CONVERSATION = failure(404, "ConversationNotFound", "Conversation not found.");
const NO_ACTIVITY = failure(
  404,
  "ActivityNotFoundInConversation",
  "The activity is not in this conversation.",
);

/** Does what one call of the connector API asks for. */
export function serve(world: World, method: string, path: string, body: JsonObject): Answer {
  const parts = path
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  if (parts[0] !== "v3" || parts[1] !== "conversations") return failure(404, "NotFound", "No such address.");
  const [, , id, kind, item] = parts;

  if (id === undefined) return method === "POST" ? createConversation(world, body) : notAllowed();
  if (kind === "activities" && method === "POST") return post(world, id, body);
  if (kind === "activities" && method === "PUT" && item !== undefined) return update(world, id, item, body);
  if (kind === "activities" && method === "DELETE") {
    return failure(501, "DeleteActivityAPINotImplemented", "Not implemented.");
  }
  if (kind === "members" && method === "GET" && item !== undefined) return member(world, id, item);
  return notAllowed();
}

function notAllowed(): Answer {
  return failure(405, "MethodNotAllowed", "Not allowed.");
}

function createConversation(world: World, body: JsonObject): Answer {
  const channelId = stringAt(objectAt(objectAt(body, "channelData"), "channel"), "id");
  if (channelId === undefined) return createPersonal(world, body);

  const conversation = world.conversations.get(channelId);
  if (conversation === undefined) return NO_CONVERSATION;
  if (!conversation.installed) return NOT_IN_ROSTER;
  const activity = body["activity"];
  if (!isJsonObject(activity) || stringAt(activity, "type") === undefined) {
    return failure(400, "BadSyntax", "An activity is needed to start a thread.");
  }
  const root = world.addRoot(conversation, "bot", activity);
  return { status: 201, body: { id: `${channelId};messageid=${root.id}`, activityId: root.id } };
}

function createPersonal(world: World, body: JsonObject): Answer {
  const members: unknown = body["members"];
  const id = Array.isArray(members) ? stringAt(members[0], "id") : undefined;
  const person = id === undefined ? undefined : world.people.get(id);
  if (person === undefined) return failure(400, "BadArgument", "A known member is needed.");
  const conversation = world.conversation(`a:${person.aadObjectId}`, "personal", person.name);
  conversation.members.add(person);
  return { status: 201, body: { id: conversation.id } };
}

function post(world: World, id: string, activity: JsonObject): Answer {
  const [conversationId = "", rootId] = id.split(";messageid=");
  const conversation = world.conversations.get(conversationId);
  if (conversation === undefined) return NO_CONVERSATION;
  if (!conversation.installed) return NOT_IN_ROSTER;

  const root = conversation.threads.find((one) => one.id === rootId);
  if (rootId !== undefined && root === undefined) return NO_CONVERSATION;
  const add = (one: JsonObject): FakeMessage =>
    root === undefined ? world.addRoot(conversation, "bot", one) : world.addReply(root, "bot", one);

  const { text, card } = shown(activity);
  if (text !== undefined && text !== "" && card !== undefined) {
    // Teams makes two messages of it and names neither.
    add({ ...activity, attachments: undefined });
    add({ ...activity, text: undefined });
    return { status: 201, body: {} };
  }
  return { status: 201, body: { id: add(activity).id } };
}

function update(world: World, id: string, activityId: string, activity: JsonObject): Answer {
  const conversation = world.conversations.get(id.split(";messageid=")[0] ?? "");
  if (conversation === undefined) return NO_CONVERSATION;
  if (!conversation.installed) return NOT_IN_ROSTER;
  const message = botMessage(conversation, activityId);
  if (message === undefined) return NO_ACTIVITY;
  world.replace(message, activity);
  return { status: 200, body: { id: activityId } };
}

function botMessage(conversation: FakeConversation, activityId: string): FakeMessage | undefined {
  return conversation.threads
    .flatMap((root) => [root, ...root.replies])
    .find((one) => one.id === activityId && one.from === "bot");
}

function addressOf({ name, email }: FakePerson): string {
  return email ?? `${name.toLowerCase().replace(/\s+/g, ".")}@example.com`;
}

function member(world: World, id: string, memberId: string): Answer {
  const conversation = world.conversations.get(id.split(";messageid=")[0] ?? "");
  if (conversation === undefined) return NO_CONVERSATION;
  const person = [...conversation.members].find((one) => one.id === memberId || one.aadObjectId === memberId);
  if (person === undefined) return failure(404, "MemberNotFoundInConversation", "Not a member.");
  return {
    status: 200,
    body: {
      id: person.id,
      name: person.name,
      aadObjectId: person.aadObjectId,
      tenantId: person.tenantId,
      userRole: person.userRole,
      userPrincipalName: addressOf(person),
      email: addressOf(person),
      surname: person.name.split(" ").at(-1),
    },
  };
}
