import { optionalSetting, setting } from "./setting.ts";
import { guid, listOf, oneOf, wholeNumber } from "./values.ts";

const LONGEST_DAYS = 3_650;
/** Changes of a card wait as long for a bot that is away. */
const FEWEST_CARD_DAYS = 30;

export const operationSection = {
  title: "Operation",
  description: "Who administers, how long finished work is kept, and how much is logged.",
  settings: {
    adminUsers: optionalSetting({
      name: "ADMIN_USERS",
      schema: listOf(guid()),
      example: "00000000-0000-0000-0000-000000000000",
      description: "Entra object ids of the people who administer this Ployst, comma-separated.",
    }),
    deliveriesDays: setting({
      name: "RETENTION_DELIVERIES_DAYS",
      schema: wholeNumber(1, LONGEST_DAYS),
      fallback: "14",
      description: "Days for which finished webhook deliveries are kept (their payload goes at once).",
    }),
    jobsDays: setting({
      name: "RETENTION_JOBS_DAYS",
      schema: wholeNumber(1, LONGEST_DAYS),
      fallback: "14",
      description: "Days for which finished jobs and what people were asked to confirm are kept.",
    }),
    outputDays: setting({
      name: "RETENTION_OUTPUT_DAYS",
      schema: wholeNumber(1, LONGEST_DAYS),
      fallback: "90",
      description: "Days for which what a deployment's script wrote is kept after its end.",
    }),
    cardsDays: setting({
      name: "RETENTION_CARDS_DAYS",
      schema: wholeNumber(FEWEST_CARD_DAYS, LONGEST_DAYS),
      fallback: "90",
      description:
        "Days after their last change for which cards of what ends by itself (pushes, runs, deployments …) are known.",
    }),
    logLevel: setting({
      name: "LOG_LEVEL",
      schema: oneOf(["debug", "info", "warn", "error"]),
      fallback: "info",
      description: "Least important line to log: debug, info, warn or error.",
    }),
    environment: optionalSetting({
      name: "NODE_ENV",
      schema: oneOf(["production", "development", "test"]),
      description: "`production` refuses to start without a bot registration and a tenant.",
    }),
  },
} as const;
