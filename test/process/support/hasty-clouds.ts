import { createClouds } from "../../../src/adapters/clouds/index.ts";
import { createLog } from "../../../src/adapters/log/index.ts";
import { createOutsideServices } from "../../../src/adapters/services/index.ts";
import { loadProcessConfig } from "../../../src/config/index.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { systemTimers } from "../../../src/core/timers.ts";
import { migrateUp } from "../../../src/migrate.ts";
import { version } from "../../../src/package-files.ts";
import { startApp } from "../../../src/process.ts";

/** How much faster time goes for the drivers of clouds: they look for two minutes for what they don't know the answer of. */
const HASTE = 20;

const began = Date.now();
const clock = { now: () => new Date(began + (Date.now() - began) * HASTE) };
const timers = {
  after: (milliseconds: number, run: () => void) => systemTimers.after(milliseconds / HASTE, run),
};

// As `ployst start` does it, to be killed.
const config = loadProcessConfig();
const log = createLog({ level: config.logging.level });
await migrateUp(config, log);
const { http, network } = createOutsideServices({
  privateHosts: config.privateHosts,
  version,
  clock: systemClock,
});
await startApp(config, { log, clouds: createClouds({ http, network, version, clock, timers }) });
