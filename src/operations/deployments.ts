import type { Store } from "../adapters/store/index.ts";
import type { Signer } from "../adapters/vault/index.ts";
import { createLiveCards } from "../bot/live-cards.ts";
import type { Reply } from "../core/reply.ts";
import type { Source } from "../core/source.ts";
import type { TurnContext } from "../core/turn.ts";
import type { HttpHandler } from "../core/http.ts";
import { askFor } from "../features/deployments/deploy.ts";
import type { DeploymentDeps } from "../features/deployments/deps.ts";
import { createLogUrl, showLogPage, type LogPageDeps } from "../features/deployments/log-page.ts";
import { toTokenName } from "../features/mirrors/token-name.ts";
import type { ServicesDeps } from "../services.ts";
import type { Transaction } from "../adapters/store/index.ts";
import type { RealmParts } from "./realms.ts";
import { createUseServer } from "./use-server.ts";
import { readVariables } from "./variables.ts";

/** What deployments need beyond the process's own parts. */
export interface DeploymentPartsFrom extends Pick<
  ServicesDeps,
  "config" | "clock" | "timers" | "log" | "cards" | "remote" | "notifyMailbox" | "wakeJobs"
> {
  readonly store: Store;
  readonly signer: Signer;
  readonly source: Source;
  readonly realms: Pick<RealmParts, "news" | "onRealmLine" | "saveRealms">;
  readonly askConfirmation: DeploymentDeps["deployments"]["askConfirmation"];
  readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
}

export interface DeploymentParts {
  /** What commands, buttons and jobs are run with. */
  readonly deps: DeploymentDeps;
  readonly logPage: HttpHandler;
  /** Shows the plan of a project's deployment to all of its servers; agreed to, it runs as if it had been said. */
  readonly askDeploy: (turn: TurnContext, project: string) => Promise<Reply>;
}

/** Joins deployments with servers, variables, realms and the news of a team. */
export function createDeploymentParts(from: DeploymentPartsFrom): DeploymentParts {
  const { config, store, clock, timers, log, source, remote, realms, record, wakeJobs, signer } = from;
  const { notifyMailbox, askConfirmation } = from;
  const liveCards = createLiveCards({ cards: from.cards, notifyMailbox });
  const page: LogPageDeps = { store, clock, signer, publicUrl: config.http.publicUrl };
  const deps: DeploymentDeps = {
    deployments: {
      ...{ store, clock, timers, log, source, readVariables, wakeJobs, record, askConfirmation },
      useServer: createUseServer({ store, remote }),
      toTokenName: tokenNameOf,
      showCard: (tx, place, content) => liveCards.show(tx, place, content),
      news: realms.news,
      isRealmLine: (line) => realms.onRealmLine(line) !== undefined,
      saveRealms: realms.saveRealms,
      troubles: new Map(),
      toLogUrl: createLogUrl(page),
    },
  };
  return {
    deps,
    askDeploy: async (turn, project) => {
      const command = `deploy ${project}`;
      const order = { project, ref: "", servers: [], noop: false, rollbackOf: "" };
      return askConfirmation(turn, command, await askFor(order, turn, command, deps.deployments));
    },
    logPage: showLogPage(page),
  };
}

/** The same for a server that clones as for the mirror. */
function tokenNameOf(repositoryUrl: string): string {
  const { protocol, hostname: host, port } = new URL(repositoryUrl);
  if (protocol === "ssh:") return "";
  return toTokenName({ host, ...(port !== "" && { port: Number(port) }) });
}
