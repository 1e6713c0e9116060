import type { ProviderDescription } from "../contract/index.ts";

export const jiraDescription: ProviderDescription = {
  id: "jira",
  name: "Jira",
  fields: [
    {
      id: "baseUrl",
      label: "Address",
      kind: "url",
      placeholder: "https://example.atlassian.net",
      isRequired: true,
    },
    {
      id: "email",
      label: "E-mail (Cloud; leave empty for Data Center)",
      kind: "text",
      placeholder: "you@example.com",
      isRequired: false,
    },
    { id: "token", label: "API token", kind: "secret", placeholder: "", isRequired: true },
  ],
  example: "https://example.atlassian.net",
  webhookProof: "hmac",
  credentialHelp:
    "Cloud: make an API token at id.atlassian.com, Security. Data Center: a personal access token in your profile.",
  webhookHelp:
    "As an administrator of Jira, System, WebHooks: enter the address and the secret, choose the events of issues and comments.",
  notifyExample: "jira:PROJ",
  caveat: "",
};
