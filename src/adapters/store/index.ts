export { createStore } from "./create-store.ts";
export type { StoreOptions } from "./create-store.ts";
export { migrate } from "./migrate.ts";
export type { MigrateCommand, MigrateOptions } from "./migrate.ts";
export type { MigrationStatus } from "./migrator.ts";
export type { SecretVault } from "./secrets.ts";
export type * from "./contract/index.ts";
