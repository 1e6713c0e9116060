import { describeStore } from "../../adapters/store/suite/index.ts";
import { describeMigrations } from "../../adapters/store/suite/migrations.ts";
import { describeWithService, sharedDatabase } from "./service.ts";
import { postgres } from "./services.ts";

await describeWithService(postgres, (reached) => {
  describeStore(sharedDatabase(reached));
  describeMigrations(() => reached.createDatabase());
});
