/** Anything that JSON.parse gives for an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export type FakeConversationType = "personal" | "groupChat" | "channel";

/** Private and shared channels have members of their own: the bot is let in one by one. */
export type FakeMembership = "standard" | "private" | "shared";

export interface FakePerson {
  readonly id: string;
  readonly aadObjectId: string;
  readonly name: string;
  readonly tenantId: string;
  readonly userRole: "user" | "guest";
  /** Made of the name unless told. */
  readonly email?: string;
}

/** One message as a client would show it. */
export interface FakeMessage {
  readonly id: string;
  readonly from: "bot" | FakePerson;
  text: string | undefined;
  card: JsonObject | undefined;
  summary: string | undefined;
  /** The activity as it was last sent. */
  activity: JsonObject;
  /** How often the bot has replaced it by PUT. */
  updates: number;
  readonly replies: FakeMessage[];
}

export interface FakeConversation {
  readonly id: string;
  readonly type: FakeConversationType;
  /** `standard` for chats, too. */
  readonly membership: FakeMembership;
  name: string;
  /** Roots in order; in chats without threads: all messages. */
  readonly threads: FakeMessage[];
  readonly members: Set<FakePerson>;
  /** False after the bot was removed: posts get 403 BotNotInConversationRoster. */
  installed: boolean;
}

/** One HTTP request that the service got, in order of arrival. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: JsonObject;
  /** 0 while unanswered, or when the connection was cut or left hanging. */
  status: number;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under a key, or an empty one. */
export function objectAt(value: unknown, key: string): JsonObject {
  const found = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(found) ? found : {};
}

/** The string under a key, or undefined. */
export function stringAt(value: unknown, key: string): string | undefined {
  const found = isJsonObject(value) ? value[key] : undefined;
  return typeof found === "string" ? found : undefined;
}
