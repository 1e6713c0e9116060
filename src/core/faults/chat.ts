import { fault, faultWith } from "../fault.ts";

export const chatFaults = {
  COMMAND_UNKNOWN: faultWith(
    "input",
    (a: { suggestion: string }) =>
      a.suggestion === ""
        ? "I don't know that command. Say `help` to see what I can do."
        : `I don't know that command. Did you mean \`${a.suggestion}\`? Say \`help\` to see what I can do.`,
    { suggestion: "subscribe list" },
  ),
  COMMAND_EMPTY: fault("input", "Yes? Say `help` to see what I can do."),
  ARGUMENT_MISSING: faultWith(
    "input",
    (a: { what: string; usage: string; example: string }) =>
      `Tell me ${a.what}: \`${a.usage}\`. For example: \`${a.example}\`.`,
    { what: "which repository or owner", usage: "subscribe <owner/repo>", example: "subscribe octo/hello" },
  ),
  ARGUMENT_EXTRA: faultWith(
    "input",
    (a: { extra: string; usage: string }) =>
      `I don't understand "${a.extra}" there. The command is: \`${a.usage}\`. Say \`help ${a.usage.split(" ", 1)[0] ?? ""}\` for more.`,
    { extra: "now", usage: "signout" },
  ),
  COMMAND_TOO_LONG: fault(
    "input",
    "That command is too long for me (more than 4,000 characters). Say it in fewer words.",
  ),
  WRONG_PLACE: faultWith(
    "input",
    (a: { command: string; places: string }) => `\`${a.command}\` works in ${a.places} only. Ask me there.`,
    { command: "schedule", places: "channels" },
  ),
  NOT_ALLOWED: faultWith(
    "forbidden",
    (a: { command: string; reason: string }) => `You may not run \`${a.command}\` here: ${a.reason}`,
    { command: "queue retry", reason: "it needs an administrator of this Ployst. Ask one of them." },
  ),
  GUEST_REFUSED: fault(
    "forbidden",
    "Guests and people of other organizations may use `help`, `status` and `subscribe list` only. Ask a member of this organization to do it.",
  ),
  TEAMS_UNREACHABLE: fault(
    "unavailable",
    "Teams doesn't tell me who you are here at the moment. Nothing was changed; try again in a minute.",
    { retryable: true },
  ),
  CONFIRMATION_GONE: fault(
    "conflict",
    "That confirmation has expired or was used already. Run the command again to get a new one.",
  ),
  CONFIRMATION_NOT_YOURS: fault(
    "forbidden",
    "Only the person who ran the command can confirm it. Run the command yourself.",
  ),
  CONFIRMATION_NOT_TYPED: faultWith(
    "input",
    (a: { wanted: string }) =>
      `Nothing was changed. To be sure, type **${a.wanted}** into the card, exactly so, then try again.`,
    { wanted: "web-1" },
  ),
  ACTION_UNKNOWN: fault(
    "input",
    "That button is from a version of me that is gone. Run the command again to get a new card.",
  ),
  ACTION_INVALID: fault(
    "input",
    "That button's data is not what I put there, so I did nothing. Run the command again to get a new card.",
  ),
  SOMETHING_BROKE: faultWith(
    "unavailable",
    (a: { reference: string }) =>
      `Something broke on our side. Reference ${a.reference}. Try again; if it stays broken, give the reference to whoever runs this bot.`,
    { reference: "7F3K2" },
  ),
};
