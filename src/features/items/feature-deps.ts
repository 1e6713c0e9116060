import type { GitHubPerson } from "../../adapters/github/contract/index.ts";
import type { ServiceAccount } from "../../adapters/services/contract/index.ts";
import type { ItemService } from "../../core/items/keys.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { ItemDeps } from "./deps.ts";

/** What `feature` works with. */
export interface FeatureDeps {
  readonly feature: Pick<ItemDeps["items"], "store" | "providers" | "clientAppId" | "findStanding"> & {
    /** Does something as the connected person; `id` is chatopsgithubuser.id. */
    readonly asConnected: <T>(id: string, work: (person: GitHubPerson) => Promise<T>) => Promise<T>;
    /** The asker's own connection, else that of the team in force; undefined where there is none. */
    readonly findUsable: (turn: TurnContext, service: ItemService) => Promise<ServiceAccount | undefined>;
  };
}

export type Deps = FeatureDeps["feature"];
