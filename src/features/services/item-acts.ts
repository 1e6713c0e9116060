import type { ProviderId, ServiceItem } from "../../adapters/services/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";

/** The buttons of an item's card beside its link. */
export interface ItemActs {
  /** Open a dialog. */
  readonly dialogs: readonly JsonObject[];
  /** Are done at once. */
  readonly acts: readonly JsonObject[];
}

export const NO_ACTS: ItemActs = { dialogs: [], acts: [] };

/** What can be done with an item; whoever presses does it with a connection of their own to the same `site`. */
export function actsOf(id: ProviderId, item: ServiceItem, site: string): ItemActs {
  if (id === "jira") {
    const target = { key: item.key, site };
    return {
      dialogs: [
        { title: "Comment…", verb: "jira.comment.form", ...target },
        { title: "Move…", verb: "jira.move.form", ...target },
      ],
      acts: [],
    };
  }
  if (id === "jenkins") {
    if (item.state === "running") return NO_ACTS;
    const act = { title: "Build again", verb: "jenkins.again", key: item.key, site };
    return { dialogs: [], acts: [act] };
  }
  // Travis CI's pages and API name a build by the same number.
  const build = id === "travis" ? /\/builds\/(\d+)$/.exec(item.url)?.[1] : undefined;
  if (build === undefined) return NO_ACTS;
  const target = { key: build, site };
  const act =
    item.state === "running"
      ? { title: "Cancel", verb: "travis.cancel", ...target }
      : { title: "Restart", verb: "travis.restart", ...target };
  return { dialogs: [], acts: [act] };
}
