import { silentLog } from "../../src/core/log.ts";
import { buildParts } from "../../src/app.ts";
import { loadProcessConfig } from "../../src/config/index.ts";
import { createServer } from "../../src/server.ts";
import { sayPort } from "../support/child.ts";

// Ployst's own server, routes and store, without the workers behind them: what acknowledging costs by itself.
const parts = await buildParts(loadProcessConfig(), { log: silentLog });
const { port } = await createServer(parts).listen(0, "127.0.0.1");
sayPort(port);
