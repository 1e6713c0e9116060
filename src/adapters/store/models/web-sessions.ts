import { defineTable } from "../table-definition.ts";
import { accessColumns, accessKeys } from "./access-columns.ts";

export const webSessions = defineTable("web_sessions", accessColumns, accessKeys);
