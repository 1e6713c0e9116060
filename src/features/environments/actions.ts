import { defineAction, type ActionSpec } from "../../core/action.ts";
import type { EnvironmentDeps } from "./deps.ts";
import { formData, formTarget } from "./form.ts";
import { revealValue } from "./reveal.ts";
import { openForm, saveValue } from "./set.ts";

export const environmentActions: readonly ActionSpec<EnvironmentDeps>[] = [
  defineAction({
    verb: "env.form",
    summary: "Set a variable",
    data: formTarget,
    needs: { permission: "env.write" },
    run: (turn, { environments }: EnvironmentDeps) => openForm(turn, environments),
  }),
  defineAction({
    verb: "env.save",
    summary: "Set a variable",
    data: formData,
    needs: { permission: "env.write" },
    run: (turn, { environments }: EnvironmentDeps) => saveValue(turn, environments),
  }),
  defineAction({
    verb: "env.reveal",
    summary: "Show a variable's value",
    data: formTarget,
    needs: { permission: "env.read" },
    run: (turn, { environments }: EnvironmentDeps) => revealValue(turn, environments),
  }),
];
