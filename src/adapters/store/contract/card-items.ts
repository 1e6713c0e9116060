/** A work item that a card shows. */
export interface CardItem {
  /** Names the item's part of the card's facts. */
  readonly part: string;
  /** service_connections.id: whose sight of the item it is. */
  readonly connectionId: string;
  /** Names the item for ever in its service, of any length. */
  readonly itemKey: string;
}

/** A card, and the part of its facts that holds an item. */
export interface CardShowingItem {
  readonly conversationId: string;
  readonly subjectKey: string;
  readonly part: string;
}

export interface CardItemReader {
  /** The cards that show the item as this connection sees it, the latest first. */
  listByItem(connectionId: string, itemKey: string, limit: number): Promise<readonly CardShowingItem[]>;
}

export interface CardItemRepository extends CardItemReader {
  /** The card shows these, and no others any more. */
  replace(
    card: Pick<CardShowingItem, "conversationId" | "subjectKey">,
    items: readonly CardItem[],
  ): Promise<void>;
}
