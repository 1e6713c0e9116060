import { id, reference, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const deploymentOutput = defineTable(
  "deployment_output",
  {
    id: id(),
    deploymentId: reference(),
    seq: whole(),
    chunk: text(),
    createdAt: time(),
  },
  { unique: [["deploymentId", "seq"]] },
);
