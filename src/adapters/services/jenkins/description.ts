import type { ProviderDescription } from "../contract/index.ts";

export const jenkinsDescription: ProviderDescription = {
  id: "jenkins",
  name: "Jenkins",
  fields: [
    {
      id: "baseUrl",
      label: "Address",
      kind: "url",
      placeholder: "https://jenkins.example.com",
      isRequired: true,
    },
    { id: "user", label: "User name", kind: "text", placeholder: "mira", isRequired: true },
    { id: "token", label: "API token", kind: "secret", placeholder: "", isRequired: true },
  ],
  example: "https://jenkins.example.com",
  webhookProof: "segment",
  credentialHelp: "In Jenkins open your name, Security, and add an API token. A password is not enough.",
  webhookHelp:
    "Install the Notification plugin; in the job, Job Notifications, add an endpoint: JSON, HTTP, all events, and the address.",
  notifyExample: "jenkins:folder/job",
  caveat: "",
};
