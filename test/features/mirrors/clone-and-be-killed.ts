import { createStore } from "../../../src/adapters/store/index.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { storeDefaults } from "../../support/store.ts";
import { aRequest, startMirrors } from "./world.ts";

// A process that clones and is killed at it: node clone-and-be-killed.ts <store> <folder> <host> <repository>
const [, , storeUrl = "", cloneRoot = "", host = "", name = ""] = process.argv;
const store = await createStore({ url: storeUrl, ...storeDefaults() });
const { mirrors } = await startMirrors({ store, clock: systemClock, host, cloneRoot });
await mirrors.ensure(aRequest(`http://${host}/${name}`));
