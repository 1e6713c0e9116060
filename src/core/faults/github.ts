import { fault, faultWith } from "../fault.ts";

export const githubFaults = {
  GITHUB_URL_NOT_HTTPS: fault(
    "input",
    "I follow https links only. Use for example `https://github.com/octo/hello` or `octo/hello`.",
  ),
  GITHUB_URL_FOREIGN: faultWith(
    "input",
    (a: { host: string }) =>
      `That is not a link to ${a.host}. Use for example \`https://${a.host}/octo/hello\` or \`octo/hello\`.`,
    { host: "github.com" },
  ),
  GITHUB_URL_MALFORMED: fault(
    "input",
    "I can't read that as a link. Use for example `https://github.com/octo/hello` or `octo/hello`.",
  ),
  GITHUB_URL_NO_OWNER: fault(
    "input",
    "I can't find an owner or a repository in that link. Use for example `https://github.com/octo/hello` or `octo/hello`.",
  ),
  GITHUB_NAME_MALFORMED: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is not an owner or owner/repository name. Use for example \`octo\` or \`octo/hello\`.`,
    { given: "octo//hello" },
  ),
  GITHUB_ACCOUNT_MISSING: faultWith(
    "missing",
    (a: { owner: string }) =>
      `There is no account "${a.owner}" on GitHub. Check the spelling; the form is \`owner\` or \`owner/repository\`.`,
    { owner: "octoo" },
  ),
  GITHUB_UNREACHABLE: fault(
    "unavailable",
    "GitHub doesn't answer at the moment. Nothing was changed; try again in a few minutes.",
    { retryable: true },
  ),
  GITHUB_RATE_LIMITED: faultWith(
    "unavailable",
    (a: { minutes: number }) =>
      `GitHub asks us to slow down. Try again in ${a.minutes <= 1 ? "a minute" : `${String(a.minutes)} minutes`}; nothing was changed.`,
    { minutes: 3 },
    { retryable: true },
  ),
  GITHUB_SSO_REQUIRED: faultWith(
    "forbidden",
    (a: { organization: string }) =>
      `${a.organization} wants you to sign in with its single sign-on first. Open it on GitHub, sign in, then say \`signin\` here again.`,
    { organization: "contoso" },
  ),
  GITHUB_FORBIDDEN: fault(
    "forbidden",
    "GitHub refuses that for your account. Ask an owner of the organization whether third-party access is restricted.",
  ),
  GITHUB_TOKEN_INVALID: fault(
    "signin",
    "GitHub no longer accepts your sign-in. Say `signin` to connect your account again.",
  ),
  GITHUB_INSTALLATION_SUSPENDED: faultWith(
    "conflict",
    (a: { account: string }) =>
      `The GitHub App is suspended on ${a.account}. Ask an owner to unsuspend it in the account's settings, then try again.`,
    { account: "contoso" },
  ),
  GITHUB_NOT_CONFIGURED: fault(
    "configuration",
    "This Ployst has no GitHub App yet. Whoever runs it finds out how with `ployst doctor`.",
  ),
  GITHUB_APP_REFUSED: fault(
    "configuration",
    "GitHub doesn't accept this Ployst's GitHub App. Whoever runs it checks GITHUB_APP_ID, GITHUB_APP_PRIVATE_KEY and the machine's clock with `ployst doctor`.",
  ),
  GITHUB_CLIENT_REFUSED: fault(
    "configuration",
    "GitHub doesn't accept this Ployst's sign-in settings. Whoever runs it checks GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET and the App's callback URL with `ployst doctor`.",
  ),
  GITHUB_EMAIL_UNVERIFIED: fault(
    "conflict",
    "GitHub wants you to verify your email address first. Do that in your GitHub settings, then go back to Teams and say `signin`.",
  ),
  GITHUB_MANIFEST_CODE_GONE: fault(
    "conflict",
    "This setup link has expired or was used already (they last an hour). Open the setup page again to make the GitHub App.",
  ),
  GITHUB_PERMISSION_MISSING: faultWith(
    "forbidden",
    (a: { readonly permission: string }) =>
      `Our GitHub App lacks the permission ${a.permission} there. Ask whoever runs this bot to add it to the App, and an owner of the account to accept it.`,
    { permission: "Deployments (write)" },
  ),
  GITHUB_DEPLOYMENT_REFUSED: faultWith(
    "conflict",
    (a: { readonly detail: string }) =>
      `GitHub doesn't record that deployment${a.detail === "" ? "" : ` ("${a.detail}")`}. Check that the repository still has the commit.`,
    { detail: "No ref found for: 1f2e3d4" },
  ),
};
