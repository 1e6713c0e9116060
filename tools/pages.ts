import { commands } from "../src/commands.ts";
import { sections } from "../src/config/sections.ts";
import { faultDeclarations } from "../src/core/errors.ts";
import { commandsPage } from "./pages/commands.ts";
import { configurationPage } from "./pages/configuration.ts";
import { envExamplePage } from "./pages/env-example.ts";
import { errorsPage } from "./pages/errors.ts";

export interface GeneratedFile {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

/** Every generated file as it should be; each is derived from a declaration in src. */
export function generatedFiles(): readonly GeneratedFile[] {
  return [
    { path: ".env.example", text: envExamplePage(sections) },
    { path: "docs/configuration.md", text: configurationPage(sections) },
    { path: "docs/errors.md", text: errorsPage(faultDeclarations) },
    { path: "docs/commands.md", text: commandsPage(commands) },
  ];
}
