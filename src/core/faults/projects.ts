import { fault, faultWith } from "../fault.ts";

export const projectFaults = {
  PROJECT_UNKNOWN: faultWith(
    "missing",
    (a: { readonly given: string; readonly team: string; readonly suggestion: string }) =>
      `Team ${a.team} has no project "${a.given}". ${a.suggestion === "" ? "Check the spelling:" : `Did you mean \`${a.suggestion}\`?`} \`project list\` shows them.`,
    { given: "shpo", team: "Platform", suggestion: "shop" },
  ),
  PROJECT_NAME_INVALID: faultWith(
    "input",
    (a: { readonly given: string }) =>
      `"${a.given}" can't name a project. Use letters, digits, dots, dashes and underscores, for example \`shop\`.`,
    { given: "the shop" },
  ),
  PROJECT_NAME_TAKEN: faultWith(
    "conflict",
    (a: { readonly name: string; readonly team: string }) =>
      `Team ${a.team} has a project "${a.name}" already. Use another name, or say \`project show ${a.name}\`.`,
    { name: "shop", team: "Platform" },
  ),
  PROJECT_DIRECTORY_INVALID: faultWith(
    "input",
    (a: { readonly given: string }) =>
      `"${a.given}" can't be the directory on servers. Use a whole path of at least two names, for example \`/srv/shop\`.`,
    { given: "/" },
  ),
  PROJECT_SCRIPT_TOO_LONG: faultWith(
    "input",
    (a: { readonly most: number }) =>
      `A script has at most ${String(a.most)} characters. Keep the rest of it as a file in the repository, and run that, for example \`sh deploy.sh\`.`,
    { most: 10_000 },
  ),
  PROJECT_SERVERS_NONE: faultWith(
    "missing",
    (a: { readonly team: string }) =>
      `Team ${a.team} has no server to deploy to. Say \`server create\` first, then try this again.`,
    { team: "Platform" },
  ),
  PROJECT_SERVERS_UNCHOSEN: fault(
    "input",
    "Choose at least one server to deploy to, for example `project servers shop web-1,web-2`.",
  ),
  PROJECT_SERVERS_TOO_MANY: faultWith(
    "input",
    (a: { readonly most: number }) =>
      `A project is deployed to at most ${String(a.most)} servers. Use several projects of the same repository.`,
    { most: 100 },
  ),
  PROJECT_SERVER_UNKNOWN: faultWith(
    "missing",
    (a: { readonly given: string; readonly team: string; readonly suggestion: string }) =>
      `Team ${a.team} has no server "${a.given}". ${a.suggestion === "" ? "Check the spelling:" : `Did you mean \`${a.suggestion}\`?`} \`server list\` shows them.`,
    { given: "wbe-1", team: "Platform", suggestion: "web-1" },
  ),
  PROJECT_SETTING_INVALID: faultWith(
    "input",
    (a: { readonly label: string; readonly least: number; readonly most: number }) =>
      `${a.label} can't be that. Use a whole number from ${String(a.least)} to ${String(a.most)}.`,
    { label: "Approvals", least: 0, most: 10 },
  ),
  PROJECT_CHECKS_INVALID: faultWith(
    "input",
    (a: { readonly most: number }) =>
      `Those required checks can't be kept. Use at most ${String(a.most)} names, one a line, as GitHub shows them.`,
    { most: 20 },
  ),
  PROJECT_REPOSITORY_UNSEEN: faultWith(
    "missing",
    (a: { readonly repository: string }) =>
      `I can't read ${a.repository} in your name and your team's. Check the spelling and that your account may read it; then ask its owner to install our GitHub App there, or to add the team's key (\`keypair create team\`) as a deploy key.`,
    { repository: "octo/hello" },
  ),
  PROJECT_NEEDS_KEY: faultWith(
    "forbidden",
    (a: { readonly repository: string; readonly team: string }) =>
      `${a.repository} isn't open to team ${a.team}, or isn't there. Check its address; if it is right, add one of the team's keys (\`keypair create team\`) to it.`,
    { repository: "git.example.com/octo/hello", team: "Platform" },
  ),
  PROJECT_NEEDS_TOKEN: faultWith(
    "forbidden",
    (a: { readonly repository: string; readonly team: string; readonly variable: string }) =>
      `${a.repository} isn't open to team ${a.team}, or isn't there. Check its address; if it is right, add the team's key (\`keypair create team\`) to it, or keep an access token with \`env set team ${a.variable}\`.`,
    {
      repository: "git.example.com/octo/hello",
      team: "Platform",
      variable: "GIT_TOKEN_GIT_EXAMPLE_COM",
    },
  ),
  PROJECT_CHANGED: fault(
    "conflict",
    "Somebody else changed that project in the meantime. Nothing was changed; look at it with `project list`, then try again.",
  ),
  PROJECT_DEPLOYING: faultWith(
    "conflict",
    (a: { readonly name: string; readonly number: number }) =>
      `Deployment #${String(a.number)} of ${a.name} isn't over yet. Try again when it is, or say \`deployment cancel ${String(a.number)}\`.`,
    { name: "shop", number: 7 },
  ),
  PROJECT_NOT_DELETED: faultWith(
    "missing",
    (a: { readonly given: string; readonly team: string }) =>
      `Team ${a.team} has no deleted project "${a.given}". Check the spelling; \`project list\` shows those that it has.`,
    { given: "shop", team: "Platform" },
  ),
  PROJECT_PAGE_UNKNOWN: faultWith(
    "input",
    (a: { readonly given: string; readonly pages: number }) =>
      `There is no page "${a.given}". Use a number from 1 to ${String(a.pages)}, for example \`project list 1\`.`,
    { given: "9", pages: 2 },
  ),
};
