import { defineTable } from "../table-definition.ts";
import { accessColumns, accessKeys } from "./access-columns.ts";

export const apiTokens = defineTable("api_tokens", accessColumns, accessKeys);
