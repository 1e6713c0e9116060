import { describeStore } from "../../adapters/store/suite/index.ts";
import { describeMigrations } from "../../adapters/store/suite/migrations.ts";
import { describeWithService, sharedDatabase } from "./service.ts";
import { mssql } from "./services.ts";

await describeWithService(mssql, (reached) => {
  describeStore(sharedDatabase(reached));
  describeMigrations(() => reached.createDatabase());
});
