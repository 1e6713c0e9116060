import type { PrivateHost } from "../../config/outbound.ts";
import type { Clock } from "../../core/clock.ts";
import type {
  GuardedNetwork,
  HealthProbe,
  JenkinsProvider,
  JiraProvider,
  ProviderId,
  ServiceHttp,
  ServiceProvider,
  TravisProvider,
} from "./contract/index.ts";
import { createAddressGuard } from "./http/address-guard.ts";
import { createGuardedNetwork } from "./http/guarded-network.ts";
import { createHealthProbe } from "./http/probe.ts";
import { createServiceHttp } from "./http/service-http.ts";
import { createJenkins } from "./jenkins/jenkins.ts";
import { createJira } from "./jira/jira.ts";
import { createRally } from "./rally/rally.ts";
import { createSprintly } from "./sprintly/sprintly.ts";
import { createTargetprocess } from "./targetprocess/targetprocess.ts";
import { createTravis } from "./travis/travis.ts";

export { createAddressGuard } from "./http/address-guard.ts";
export { createGuardedNetwork } from "./http/guarded-network.ts";

/** All services, each with what it alone can do. */
export interface Providers extends Readonly<Record<ProviderId, ServiceProvider>> {
  readonly jira: JiraProvider;
  readonly jenkins: JenkinsProvider;
  readonly travis: TravisProvider;
}

export interface OutsideServices {
  readonly providers: Providers;
  readonly http: ServiceHttp;
  readonly network: GuardedNetwork;
  readonly probe: HealthProbe;
}

/** The services that accounts are joined with, over one careful HTTP client. */
export function createOutsideServices(options: {
  readonly privateHosts: readonly PrivateHost[];
  readonly version: string;
  readonly clock: Clock;
}): OutsideServices {
  const { privateHosts, version, clock } = options;
  const guard = createAddressGuard(privateHosts);
  const http = createServiceHttp({ guard, version });
  const providers: Providers = {
    jira: createJira(http),
    sprintly: createSprintly(http),
    rally: createRally(http),
    targetprocess: createTargetprocess(http),
    jenkins: createJenkins(http),
    travis: createTravis(http, clock),
  };
  const probe = createHealthProbe({ guard, version });
  return { providers, http, network: createGuardedNetwork(guard), probe };
}
