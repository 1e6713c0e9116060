import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import type { SubscriptionDeps } from "./deps.ts";
import { formData } from "./edit-form.ts";
import { openEdit, saveEdit } from "./edit.ts";
import { resumePressed } from "./pause.ts";

const needs = { account: "github", permission: "member" } as const;
const one = z.object({ id: z.string().max(64) });

/** Buttons and dialogs that change a subscription which is here. */
export const settingsActions: readonly ActionSpec<SubscriptionDeps>[] = [
  defineAction({
    verb: "subscriptions.edit",
    summary: "Open a subscription's form",
    data: one,
    needs,
    run: (turn, { subscriptions }: SubscriptionDeps) => openEdit(turn, subscriptions),
  }),
  defineAction({
    verb: "subscriptions.save",
    summary: "Change a subscription as its form says",
    data: formData,
    needs,
    run: (turn, { subscriptions }: SubscriptionDeps) => saveEdit(turn, subscriptions),
  }),
  defineAction({
    verb: "subscriptions.resume",
    summary: "End a subscription's pause",
    data: one,
    needs,
    run: (turn, { subscriptions }: SubscriptionDeps) => resumePressed(turn, turn.data.id, subscriptions),
  }),
];
