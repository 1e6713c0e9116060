import type { Route } from "./http/router.ts";
import { authorizeRoutes } from "./pages/authorize.ts";
import { browseRoutes } from "./pages/browse.ts";
import { installRoutes } from "./pages/install.ts";
import { manifestRoutes } from "./pages/manifest.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { appRoutes } from "./routes/app.ts";
import { applicationRoutes } from "./routes/applications.ts";
import { assigneeRoutes } from "./routes/assignees.ts";
import { deploymentRoutes } from "./routes/deployments.ts";
import { graphqlRoutes } from "./routes/graphql.ts";
import { hookRoutes } from "./routes/hooks.ts";
import { issueRoutes } from "./routes/issues.ts";
import { oauthRoutes } from "./routes/oauth.ts";
import { pullRoutes } from "./routes/pulls.ts";
import { repositoryRoutes } from "./routes/repositories.ts";
import { sshKeyRoutes } from "./routes/ssh-keys.ts";
import { workflowRoutes } from "./routes/workflows.ts";
import { environmentReviewRoutes } from "./routes/environment-reviews.ts";

/** Below the API prefix. */
export const apiRoutes: readonly Route[] = [
  ...appRoutes,
  ...hookRoutes,
  ...applicationRoutes,
  ...sshKeyRoutes,
  ...accountRoutes,
  ...repositoryRoutes,
  ...deploymentRoutes,
  ...issueRoutes,
  ...assigneeRoutes,
  ...pullRoutes,
  ...environmentReviewRoutes,
  ...workflowRoutes,
  ...graphqlRoutes,
];

/** Pages and the token endpoint. The browse pages come last: they match any owner and repository. */
export const webRoutes: readonly Route[] = [
  ...oauthRoutes,
  ...authorizeRoutes,
  ...installRoutes,
  ...manifestRoutes,
  ...browseRoutes,
];
