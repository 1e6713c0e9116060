import { startApp } from "../../../src/process.ts";
import { loadConfig } from "../../../src/config/index.ts";
import { createFakeSource, fakeSha } from "../../support/fake-source.ts";

// A whole Ployst in a process of its own, whose repositories are in its memory: what is killed is this.
const source = createFakeSource();
source.push("main", fakeSha("one"));
await startApp(loadConfig(process.env), { source });
