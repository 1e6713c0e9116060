import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { openAddForm } from "./add-form.ts";
import { saveCloud } from "./add.ts";
import type { CloudDeps } from "./deps.ts";
import { addData, loginData } from "./form.ts";
import { openLoginForm, saveLogin } from "./login.ts";

const id = z.string().max(64);
const offered = z.object({ provider: id, team: id, cloudName: z.string().max(200).default("") });

export const cloudActions: readonly ActionSpec<CloudDeps>[] = [
  defineAction({
    verb: "cloud.form",
    summary: "Add a cloud",
    data: offered,
    needs: { permission: "cloud.create" },
    run: (turn, { clouds }: CloudDeps) => openAddForm(turn, clouds),
  }),
  defineAction({
    verb: "cloud.save",
    summary: "Add a cloud",
    data: addData,
    needs: { permission: "cloud.create", profile: "posix" },
    run: (turn, { clouds }: CloudDeps) => saveCloud(turn, clouds),
  }),
  defineAction({
    verb: "cloud.login",
    summary: "Log in to a cloud again",
    data: z.object({ cloud: id }),
    needs: { permission: "cloud.create" },
    run: (turn, { clouds }: CloudDeps) => openLoginForm(turn, clouds),
  }),
  defineAction({
    verb: "cloud.login.save",
    summary: "Log in to a cloud again",
    data: loginData,
    needs: { permission: "cloud.create", profile: "posix" },
    run: (turn, { clouds }: CloudDeps) => saveLogin(turn, clouds),
  }),
];
