import { optionalWord } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { LinkedGitHub, Turn } from "../../core/turn.ts";
import { askSignIn, type AskSignInDeps } from "./ask-sign-in.ts";
import { confirmCode, type ConfirmCodeDeps } from "./confirm-code.ts";
import { confirmSignOut, signOut, type SignOutDeps } from "./sign-out.ts";

export interface SignInCommandDeps {
  readonly signIn: AskSignInDeps &
    ConfirmCodeDeps &
    SignOutDeps & {
      readonly findGitHub: (userId: string) => Promise<LinkedGitHub | undefined>;
      readonly isConfigured: boolean;
    };
}

async function signIn(
  turn: Turn<{ code: string | undefined }>,
  { signIn: deps }: SignInCommandDeps,
): Promise<Reply> {
  if (!deps.isConfigured) throw faults.GITHUB_NOT_CONFIGURED();
  if (turn.args.code !== undefined) return confirmCode(turn, turn.args.code, deps);
  const linked = await deps.findGitHub(turn.actor.userId);
  if (linked === undefined) return askSignIn(turn, "nothing", deps);
  const text = `You're signed in as @${escapeMarkdown(linked.ghLogin)}. To use another account, say \`signout\` first.`;
  return reply.toAsker({ text });
}

export const signInCommands: readonly CommandSpec<SignInCommandDeps>[] = [
  defineCommand({
    name: "signin",
    pattern: "signin :code",
    args: { code: optionalWord("code", "the six digits of the sign-in page") },
    summary: "Connect your GitHub account",
    examples: ["signin", "signin 123456"],
    details: [
      "Opens GitHub in your browser. When you come back, the page shows six digits: say `signin` with them and your account is connected.",
      "What you asked for before goes on by itself.",
    ],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "member" },
    menu: true,
    run: signIn,
  }),
  defineCommand({
    name: "signout",
    pattern: "signout",
    args: {},
    summary: "Disconnect your GitHub account",
    examples: ["signout"],
    details: [
      "Deletes your tokens. Subscriptions that you set up stop until someone else with access takes them over.",
    ],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "member" },
    confirm: (turn: Turn<unknown>, deps: SignInCommandDeps) => confirmSignOut(turn, deps.signIn),
    run: (turn, deps: SignInCommandDeps) => signOut(turn, deps.signIn),
  }),
];
