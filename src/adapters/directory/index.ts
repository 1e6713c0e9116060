export { createDirectory } from "./directory.ts";
export type {
  AddOutcome,
  Directory,
  DirectoryEntry,
  DirectoryGroup,
  DirectoryPerson,
} from "./contract/index.ts";
