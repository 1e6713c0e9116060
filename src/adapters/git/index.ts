export { createGit, type GitOptions } from "./git.ts";
export type * from "./contract/index.ts";
