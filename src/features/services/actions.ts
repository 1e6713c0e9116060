import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { faults } from "../../core/errors.ts";
import { ownOf, teamOf, type ToOwner } from "../../core/owner.ts";
import type { Permission } from "../../core/permission.ts";
import { askDisable, verify } from "./change.ts";
import type { ServiceDeps } from "./deps.ts";
import { formData, openForm } from "./form.ts";
import { jenkinsActions } from "./jenkins-again.ts";
import { jiraActions } from "./jira-commands.ts";
import { findProviderId } from "./names.ts";
import { saveForm } from "./save.ts";
import { travisActions } from "./travis-commands.ts";

const data = z.object({ provider: z.string() });

export const serviceActions: readonly ActionSpec<ServiceDeps>[] = [
  ...family("own", "member", ownOf),
  ...family("team", "team.admin", teamOf),
  ...jiraActions,
  ...travisActions,
  ...jenkinsActions,
];

function family(
  scope: "own" | "team",
  permission: Permission,
  toOwner: ToOwner,
): readonly ActionSpec<ServiceDeps>[] {
  return [
    defineAction({
      verb: `service.form.${scope}`,
      summary: "Set up a service",
      data,
      needs: { permission },
      run: (turn, { services }: ServiceDeps) =>
        openForm(getId(turn.data.provider), toOwner(turn.actor), services),
    }),
    defineAction({
      verb: `service.save.${scope}`,
      summary: "Set up a service",
      data: formData,
      needs: { permission },
      run: (turn, { services }: ServiceDeps) =>
        saveForm(turn, getId(turn.data.provider), toOwner(turn.actor), services),
    }),
    defineAction({
      verb: `service.verify.${scope}`,
      summary: "Ask a service whether it lets us in",
      data,
      needs: { permission },
      run: (turn, { services }: ServiceDeps) =>
        verify(turn, getId(turn.data.provider), toOwner(turn.actor), services),
    }),
    defineAction({
      verb: `service.disable.${scope}`,
      summary: "Part a service",
      data,
      needs: { permission },
      run: async (turn, { services }: ServiceDeps) => {
        const id = getId(turn.data.provider);
        const owner = toOwner(turn.actor);
        const request = await askDisable(id, owner, services);
        return services.askConfirmation(turn, `service disable${owner.word} ${id}`, request);
      },
    }),
  ];
}

function getId(text: string): NonNullable<ReturnType<typeof findProviderId>> {
  const id = findProviderId(text);
  if (id === undefined) throw faults.ACTION_INVALID();
  return id;
}
