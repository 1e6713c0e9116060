/** Of a deployment, or the group of those to several servers, that isn't over. */
export const OPEN_DEPLOYMENT_STATES = ["pending_approval", "queued", "executing", "cancelling"] as const;

const OPEN: readonly string[] = OPEN_DEPLOYMENT_STATES;

export function isOpenDeployment(state: string): boolean {
  return OPEN.includes(state);
}
