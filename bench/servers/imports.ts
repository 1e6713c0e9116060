import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { sayPort } from "../support/child.ts";

// Reference of the start: everything that the product depends on, imported and nothing else. Database drivers are
// loaded by the one database that is used, so they are not part of it.
const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
const file = path.join(import.meta.dirname, "../../package.json");
const { dependencies } = Manifest.parse(JSON.parse(readFileSync(file, "utf8")));
const DRIVERS = ["pg", "tedious"];
for (const name of Object.keys(dependencies)) if (!DRIVERS.includes(name)) await import(name);
sayPort(0);
