import assert from "node:assert/strict";
import { parsePublicKey } from "../../../src/adapters/keys/index.ts";
import { defineCommand } from "../../../src/core/command.ts";
import { isFault } from "../../../src/core/errors.ts";
import { reply } from "../../../src/core/reply.ts";
import { askProfile } from "../../../src/features/accounts/ask-profile.ts";
import type { Deps } from "../../../src/features/accounts/deps.ts";
import { MIRA, openBotWorld, type BotWorld } from "../../bot/world.ts";

const ROSTER = {
  tenantId: MIRA.tenantId,
  isGuest: false,
  aadObjectId: "",
  displayName: "",
  email: "mira@example.test",
};

describe("who lacks the details that a command needs", () => {
  let world: BotWorld;
  let deps: Deps;
  const deploy = defineCommand({
    name: "deploy",
    pattern: "deploy",
    args: {},
    summary: "Deploy",
    examples: ["deploy"],
    scopes: ["channel"],
    needs: { permission: "member", profile: "posix" },
    run: async () => reply.text("deployed"),
  });
  beforeEach(async () => {
    world = await openBotWorld({ commands: [deploy] });
    deps = {
      store: world.store,
      clock: world.time,
      parsePublicKey,
      directory: { find: () => Promise.resolve(undefined), numbers: { first: 20_000, last: 20_009 } },
      findGitHub: () => Promise.resolve(undefined),
      findMember: () => Promise.resolve(ROSTER),
      listServices: () => Promise.resolve([]),
      onShown: () => Promise.resolve(),
      syncDirectory: () => Promise.resolve(),
      resumeCommand: () => Promise.resolve(true),
      record: () => Promise.resolve(reply.recorded()),
    };
  });
  afterEach(() => world.close());

  const claim = (userId: string) =>
    world.store.transaction((tx) => tx.pendingCommands.claim({ userId, waitsFor: "profile" }));

  it("is asked for them, and the command is kept for half an hour, for them alone", async () => {
    const turn = await world.turn("deploy");

    const form = await askProfile(turn, undefined, deps);

    assert.equal(form?.kind, "pending");
    assert.deepEqual(await claim("somebody else"), []);
    const [kept] = await claim(turn.actor.userId);
    assert.deepEqual([kept?.text, kept?.conversationId], ["deploy", turn.place.conversationId]);
    assert.equal(kept?.expiresAt.getTime(), world.time.now().getTime() + 30 * 60_000);
  });

  it("finds the button kept that they pressed", async () => {
    const turn = await world.turn("Deploy it");
    const pressed = { kind: "action", verb: "deploy.press", data: {}, messageId: "m1" };

    await askProfile(turn, pressed, deps);

    assert.deepEqual((await claim(turn.actor.userId))[0]?.action, pressed);
  });

  it("is not asked where there is no directory, or when the details are there", async () => {
    const turn = await world.turn("deploy");

    assert.equal(await askProfile(turn, undefined, { ...deps, directory: undefined }), undefined);
    await world.store.transaction(async (tx) => {
      const made = await tx.registrations.create({
        ...{ userId: turn.actor.userId, tenantId: "tenant", emailAddress: "mira@example.test" },
      });
      const id = made?.id ?? "";
      await tx.registrations.activateByTeams(id, { address: "mira@example.test", isVerified: true });
      await tx.registrations.requestPosix(id, {
        ...{ posixUid: "mira", uidNumber: 20_000, gidNumber: 20_000 },
        ...{ homeDirectory: "/home/mira", loginShell: "/bin/sh" },
      });
    });

    assert.equal(await askProfile(turn, undefined, deps), undefined);
    assert.deepEqual(await claim(turn.actor.userId), []);
  });

  it("is told when their account was withdrawn, which no form undoes", async () => {
    const turn = await world.turn("deploy");
    await world.store.transaction(async (tx) => {
      const emailAddress = "mira@example.test";
      const made = await tx.registrations.create({
        userId: turn.actor.userId,
        tenantId: "tenant",
        emailAddress,
      });
      await tx.registrations.withdraw(made?.id ?? "");
    });

    await assert.rejects(askProfile(turn, undefined, deps), (error) => isFault(error, "ACCOUNT_WITHDRAWN"));
  });
});
