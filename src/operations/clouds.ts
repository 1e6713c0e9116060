import type { Clouds } from "../adapters/clouds/index.ts";
import type { Store } from "../adapters/store/index.ts";
import type { CloudDeps } from "../features/clouds/deps.ts";
import type { EnvironmentDeps, OnVariablesChanged } from "../features/environments/deps.ts";
import { createRequirePower } from "./standing.ts";
import { createUseCloud, type UseCloud } from "./use-cloud.ts";

/** What clouds and environments need beyond their own parts. */
export interface CloudPartsFrom extends Omit<CloudDeps["clouds"], "store" | "useCloud"> {
  readonly store: Store;
  readonly providers: Clouds;
  /** Brings changed variables to servers; nobody does where it isn't given. */
  readonly onVariablesChanged?: OnVariablesChanged;
}

export interface CloudParts {
  /** What commands are run with. */
  readonly deps: CloudDeps & EnvironmentDeps;
  /** For whoever else asks a provider. */
  readonly useCloud: UseCloud;
}

/** Joins clouds and environments. */
export function createCloudParts({
  onVariablesChanged = () => Promise.resolve(),
  ...from
}: CloudPartsFrom): CloudParts {
  const { store, record, providers } = from;
  const requirePower = createRequirePower(store);
  const useCloud = createUseCloud({ store, clouds: providers });
  return {
    deps: {
      clouds: { ...from, useCloud },
      environments: { store, record, onVariablesChanged, requirePower },
    },
    useCloud,
  };
}
