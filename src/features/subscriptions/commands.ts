import { rest, restWords, someWords, word } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { DEFAULT_FEATURES, FEATURES } from "../../core/features.ts";
import { readChoice } from "../../core/filters/read.ts";
import type { SubscriptionDeps } from "./deps.ts";
import { featureList } from "./feature-words.ts";
import { edit } from "./edit.ts";
import { listSubscriptions } from "./list.ts";
import { pause, resume } from "./pause.ts";
import { MAX_PAUSE_DAYS } from "./pause-time.ts";
import { subscribe } from "./subscribe.ts";
import { unsubscribe } from "./unsubscribe.ts";
import { confirmUnsubscribeAll, unsubscribeAll } from "./unsubscribe-all.ts";

const target = word("owner/repo", "which repository or owner");
const own = word("owner/repo", "which repository or owner of those that are subscribed here");
const choice = rest("feature or filter", "which features", readChoice);
const scopes = ["personal", "group", "channel"] as const;

export const subscriptionCommands: readonly CommandSpec<SubscriptionDeps>[] = [
  defineCommand({
    name: "subscribe",
    pattern: "subscribe :target :choice",
    args: { target, choice },
    summary: "Bring a repository's or an owner's events here",
    examples: [
      "subscribe octo/hello",
      "subscribe octo",
      "subscribe octo/hello issues pulls",
      'subscribe octo/hello commits:main,"release/*"',
      'subscribe octo/hello +label:"good first issue" -label:wip -author:dependabot',
      "subscribe octo/hello pulls:{state:opened,merged base:main}",
      'subscribe octo/hello workflows:{name:"CI" branch:main conclusion:failure}',
      "subscribe octo -repo:legacy-*",
      "subscribe octo/api-*",
    ],
    details: [
      `Features: ${featureList(FEATURES)}. Without any you get ${featureList(DEFAULT_FEATURES)}, unless \`settings defaults\` chose others here.`,
      "Features that you name on the first subscribe are exactly those you get; on a later one they are added.",
      "Filters narrow what comes: `+label:` (one of several is enough), `-label:`, `-author:`, for owners `+repo:` and `-repo:`; `commits:` takes branches, `pulls:{…}` state, base and head, `workflows:{…}` name, event, branch, actor and conclusion.",
      "Labels, people and repositories that you name later come in addition; `commits:`, `pulls:{…}` and `workflows:{…}` take the place of those before.",
      "Names are patterns: `*` stands for any characters, slashes too, `?` for one. Only branches tell upper from lower case. Put names with blanks or commas into double quotes.",
      "A card that is here keeps telling how things stand, even when a filter would no longer let it through.",
      "An owner brings every repository that our GitHub App reaches there. A link to GitHub works too.",
      "`octo/api-*` brings those of an owner whose names match, new ones too; another pattern comes in addition. Features and filters hold for all of the owner's. Where the whole owner is subscribed already, only the filter `+repo:api-*` narrows it.",
      "What is paused or has stopped goes on when it is subscribed anew. The answer says what stays silent, because a permission is missing, and has a button to edit.",
    ],
    scopes,
    needs: { account: "github", permission: "member" },
    menu: true,
    run: subscribe,
  }),
  defineCommand({
    name: "unsubscribe",
    pattern: "unsubscribe :target :choice",
    args: { target, choice },
    summary: "Stop a repository's or an owner's events here",
    examples: [
      "unsubscribe octo/hello",
      "unsubscribe octo/hello comments",
      'unsubscribe octo/hello +label:"bug"',
      "unsubscribe octo/api-*",
    ],
    details: [
      "With features, only those stop. The last feature gone, the subscription is gone.",
      "With a filter, the filter goes and its feature stays.",
      "With a pattern like `octo/api-*`, those repositories stop; the last pattern gone, the subscription is gone.",
    ],
    scopes,
    needs: { account: "github", permission: "member" },
    menu: true,
    run: unsubscribe,
  }),
  defineCommand({
    name: "unsubscribe all",
    pattern: "unsubscribe all",
    args: {},
    summary: "End every subscription of this conversation",
    examples: ["unsubscribe all"],
    details: ["You are asked first, with the names; the answer says how to have them back."],
    scopes,
    needs: { account: "github", permission: "member" },
    confirm: confirmUnsubscribeAll,
    run: unsubscribeAll,
  }),
  defineCommand({
    name: "subscribe pause",
    pattern: "subscribe pause :target :time",
    args: { target: own, time: someWords("time", "for how long") },
    summary: "Silence a subscription for a while",
    examples: [
      "subscribe pause octo/hello 2h",
      "subscribe pause octo 1w",
      "subscribe pause octo/hello until 2026-12-01",
      "subscribe pause octo/hello until 09:00",
    ],
    details: [
      `Times: \`30m\`, \`2h\`, \`3d\`, \`1w\`, or \`until\` a date (\`2026-12-01\`), a date and time (\`2026-12-01 09:00\`) or the next time of day (\`09:00\`), in UTC; at most ${String(MAX_PAUSE_DAYS)} days.`,
      "Meanwhile nothing comes of it, and cards that are here stand still; what happened in between is not told later. Another subscription that brings the same goes on.",
      "Anybody whose GitHub account reaches it may pause it and end the pause. Pausing again sets another end.",
    ],
    scopes,
    needs: { account: "github", permission: "member" },
    run: pause,
  }),
  defineCommand({
    name: "subscribe resume",
    pattern: "subscribe resume :target",
    args: { target: own },
    summary: "End a pause before its time",
    examples: ["subscribe resume octo/hello"],
    scopes,
    needs: { account: "github", permission: "member" },
    run: resume,
  }),
  defineCommand({
    name: "subscribe edit",
    pattern: "subscribe edit :target",
    args: { target: own },
    summary: "Change a subscription in a form",
    examples: ["subscribe edit octo/hello"],
    details: [
      "The form shows what is on; what you save is exactly what is on afterwards. The button Edit on the answer to a subscribe opens it as a dialog.",
    ],
    scopes,
    needs: { account: "github", permission: "member" },
    run: edit,
  }),
  defineCommand({
    name: "subscribe list",
    pattern: "subscribe list :ignored",
    args: { ignored: restWords("anything", "nothing more") },
    summary: "Show what is subscribed here",
    examples: ["subscribe list"],
    details: ["Needs no sign-in. What stands behind it is ignored."],
    scopes,
    needs: { permission: "anyone" },
    menu: true,
    run: listSubscriptions,
  }),
];
