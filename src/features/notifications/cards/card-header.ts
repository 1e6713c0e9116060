import type { JsonObject } from "../../../core/json.ts";
import { toCardText, toLine } from "../../../core/plain-text.ts";
import type { StateBadge } from "./state-badge.ts";

/** What every part of a subject brings along. */
export interface HeaderPart {
  readonly repository: string;
  readonly repositoryUrl: string;
  readonly author: string;
  readonly avatarUrl: string;
}

/** The top of a card: where, how it stands, and who began it. */
export function toCardHeader(part: HeaderPart, badge: StateBadge): JsonObject {
  const author = toLine(part.author, 60);
  return {
    repository: toCardText(part.repository, 150),
    repositoryUrl: part.repositoryUrl,
    state: badge.text,
    stateColor: badge.color,
    author: toCardText(author, 60),
    avatarUrl: part.avatarUrl,
    avatarText: `Picture of ${author}`,
  };
}
