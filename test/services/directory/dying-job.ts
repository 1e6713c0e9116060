import { z } from "zod";
import { createDirectory } from "../../../src/adapters/directory/index.ts";
import { createStore } from "../../../src/adapters/store/index.ts";
import { loadConfig } from "../../../src/config/index.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { directoryJob } from "../../../src/features/directory/job.ts";
import { storeDefaults } from "../../support/store.ts";

// A process of its own: it runs the directory's job, and is killed when the entry is there and nothing says so yet.
const [url = "", targetId = "", id = "", environment = "{}"] = process.argv.slice(2);
const env = z.record(z.string(), z.string()).parse(JSON.parse(environment));
const config = loadConfig({ SECRETS_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`, ...env });
if (config.directory === undefined) throw new Error("there is no directory");
const directory = createDirectory(config.directory);
const store = await createStore({ url, ...storeDefaults() });
await directoryJob().run(
  { id, targetId, payload: {}, attempt: 1, holder: "dying", signal: new AbortController().signal },
  {
    directory: {
      ...{ store, numbers: config.directory.uidRange, hasGroups: true, clock: systemClock },
      directory: {
        ...directory,
        add: async (person) => {
          await directory.add(person);
          process.kill(process.pid, "SIGKILL");
          return new Promise(() => undefined);
        },
      },
    },
  },
);
