import { faultWith } from "../fault.ts";

/** What can go wrong with following a service in a conversation, and with the webhooks that it takes. */
export const serviceWebhookFaults = {
  NOTIFY_SOURCE_INVALID: faultWith(
    "input",
    (a: { given: string; example: string }) =>
      `${a.given === "" ? "" : `I can't follow "${a.given}". `}Name the service and what of it, for example \`notify ${a.example}\`; or say \`notify servers\`, \`notify deployments\` or \`notify realms\`.`,
    { given: "jira", example: "jira:PROJ" },
  ),
  SERVICE_SECRET_IN_PRIVATE: faultWith(
    "input",
    (a: { command: string }) =>
      `A webhook's secret is for you alone. Say \`${a.command}\` to me in our 1:1 chat.`,
    { command: "service rotate jira" },
  ),
};
