import { optionalSetting, setting } from "./setting.ts";
import { guid, listOf, oneOf, textLike } from "./values.ts";

export interface MicrosoftApp {
  readonly appId: string;
  readonly appPassword: string;
  readonly appType: "SingleTenant" | "MultiTenant";
  /** Always there for SingleTenant. */
  readonly tenantId: string | undefined;
}

export const microsoftSection = {
  title: "Microsoft Teams",
  description:
    "The Azure bot registration. Without MICROSOFT_APP_ID Ployst runs in local mode: it listens on loopback and talks to loopback only.",
  settings: {
    botName: setting({
      name: "BOT_NAME",
      schema: textLike(/^[^\n\r\t<>]{1,30}$/, "1 to 30 characters, without < and >"),
      fallback: "GitHub",
      description: "What the bot is called in Teams and in its own sentences.",
    }),
    appId: optionalSetting({
      name: "MICROSOFT_APP_ID",
      schema: guid(),
      example: "00000000-0000-0000-0000-000000000000",
      description: "Application (client) id of the bot.",
    }),
    appPassword: optionalSetting({
      name: "MICROSOFT_APP_PASSWORD",
      schema: textLike(/^\S+$/, "a client secret without blanks"),
      isSecret: true,
      description: "Client secret of the bot.",
    }),
    appType: setting({
      name: "MICROSOFT_APP_TYPE",
      schema: oneOf(["SingleTenant", "MultiTenant"]),
      fallback: "SingleTenant",
      description: "How the bot is registered. Azure makes single-tenant bots only since July 2025.",
    }),
    tenantId: optionalSetting({
      name: "MICROSOFT_APP_TENANT_ID",
      schema: guid(),
      example: "00000000-0000-0000-0000-000000000000",
      description: "Directory (tenant) id of the bot; needed for SingleTenant.",
    }),
    allowedTenants: optionalSetting({
      name: "ALLOWED_TENANTS",
      schema: listOf(guid()),
      example: "00000000-0000-0000-0000-000000000000",
      description:
        "Tenants whose people may use the bot, comma-separated. Unset: MICROSOFT_APP_TENANT_ID alone. People of other tenants get `help` and `subscribe list`.",
    }),
  },
} as const;
