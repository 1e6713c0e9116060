import { isRunning } from "../../core/realm-status.ts";
import type { TeamNews, TellDeps } from "./deps.ts";
import { tellDeployment } from "./deployment-news.ts";
import { refreshRealmsOf, tellRealm } from "./realm-news.ts";
import { tellServer } from "./server-news.ts";

/** Tells the conversations that follow a team's servers, deployments and realms of what changed. */
export function createTeamNews(deps: TellDeps): TeamNews {
  return {
    onServerChanged: async (tx, server, change) => {
      await tellServer(tx, server, change, deps);
      const { transition } = change;
      const isOtherwise =
        transition !== undefined && isRunning({ status: transition.fromState }) !== isRunning(server);
      if (isOtherwise) await refreshRealmsOf(tx, server, deps);
    },
    onDeploymentChanged: (tx, group, deployments) => tellDeployment(tx, group, deployments, deps),
    onRealmChanged: (tx, realm, news) => tellRealm(tx, realm, news, deps),
  };
}
