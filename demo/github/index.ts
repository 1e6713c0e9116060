export { startGitHubLab, type GitHubLab, type LabOptions } from "./lab.ts";
export { DEFAULT_SEED, generateRepositories, type LabSeed, type RepositorySeed } from "./seed.ts";
export type { Delivery } from "./webhooks/log.ts";
export type { Failure } from "./http/faults.ts";
export type { RecordedRequest } from "./http/recorder.ts";
