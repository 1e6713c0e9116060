import type { RenderedMessage } from "../../core/connector.ts";
import { truncate } from "./truncate.ts";

const LONGEST = 1_000;

/** What is left of a message that Teams found too big although it fits its documented limit: the sentence that says what it is. */
export function shrinkToSummary(message: RenderedMessage): RenderedMessage {
  return { text: truncate(message.summary ?? message.text ?? "", LONGEST) };
}
