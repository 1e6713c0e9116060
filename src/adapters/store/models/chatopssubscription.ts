import { choice, id, key, label, reference, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const chatopssubscription = defineTable(
  "chatopssubscription",
  {
    id: id(),
    clientAppId: key(64),
    tenantId: key(64),
    channelId: key(255),
    teamId: key(128),
    chatOpsUsersId: reference(),
    chatOpsInstallationsId: reference(),
    ghArtifactId: key(20),
    ghArtifactName: label(200),
    /** The name in lower case, for looking up; GitHub's names are ASCII. */
    ghArtifactNameKey: key(200),
    ghArtifactType: choice("Repo", "Account"),
    settings: text(),
    state: choice("active", "paused", "lost"),
    stateReason: text(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["clientAppId", "channelId", "teamId", "ghArtifactType", "ghArtifactId"]],
    indexes: [
      ["ghArtifactType", "ghArtifactId", "state"],
      ["channelId", "teamId", "ghArtifactNameKey"],
      ["chatOpsUsersId"],
      ["chatOpsInstallationsId"],
    ],
  },
);
