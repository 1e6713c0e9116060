import type { ProviderDescription } from "../contract/index.ts";

export const travisDescription: ProviderDescription = {
  id: "travis",
  name: "Travis CI",
  fields: [
    {
      id: "baseUrl",
      label: "Address of the API (leave empty for travis-ci.com)",
      kind: "url",
      placeholder: "https://api.travis-ci.com",
      isRequired: false,
    },
    { id: "token", label: "API token", kind: "secret", placeholder: "", isRequired: true },
  ],
  baseUrl: "https://api.travis-ci.com",
  example: "https://api.travis-ci.com",
  webhookProof: "signature",
  credentialHelp: "On app.travis-ci.com open your profile, Settings, API authentication, and copy the token.",
  webhookHelp: "Add the address to .travis.yml: notifications, webhooks. Travis CI signs what it sends.",
  notifyExample: "travis:owner/repo",
  caveat: "",
};
