import assert from "node:assert/strict";
import { z } from "zod";
import { acceptActivity } from "../../src/bot/accept.ts";
import { openFields, sealFields } from "../../src/bot/secret-fields.ts";
import { defineAction } from "../../src/core/action.ts";
import type { InboundActivity } from "../../src/core/inbound.ts";
import { withoutPrivateKeys } from "../../src/core/private-key-text.ts";
import { reply } from "../../src/core/reply.ts";
import { cpuMs } from "../support/cpu-ms.ts";
import { testVault } from "../support/store.ts";
import { CHANNEL, message, MIRA, openBotWorld, type BotWorld } from "./world.ts";

const PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIhunter2\n-----END RSA PRIVATE KEY-----";

describe("secrets that people type", () => {
  let world: BotWorld;
  let got: unknown;
  beforeEach(async () => {
    got = undefined;
    const save = defineAction({
      verb: "save",
      summary: "Save",
      data: z.object({ secretToken: z.string(), name: z.string() }),
      needs: { permission: "anyone" },
      run: (turn) => {
        got = turn.data;
        return Promise.resolve(reply.text("saved"));
      },
    });
    world = await openBotWorld({ actions: [save] });
  });
  afterEach(() => world.close());

  const accept = async (activity: InboundActivity): Promise<{ jobId: string; kept: string }> => {
    const accepted = await acceptActivity(activity, world.receiveDeps);
    if (accepted.kind === "done") throw new Error("no job");
    const job = await world.store.read((reads) => reads.jobs.find(accepted.jobId));
    return { jobId: accepted.jobId, kept: JSON.stringify(job?.payload) };
  };
  const dialog = (data: Record<string, string>): InboundActivity => ({
    ...{
      kind: "dialog",
      step: "submit",
      verb: "save",
      activityId: "form",
      conversation: CHANNEL,
      from: MIRA,
    },
    data,
  });

  it("are sealed in the job of a form, and open where the form is taken", async () => {
    const { jobId, kept } = await accept(dialog({ secretToken: "hunter2", name: "ci" }));
    await world.run(jobId);

    assert.ok(!kept.includes("hunter2"));
    assert.ok(kept.includes('"ci"'));
    assert.deepEqual(got, { secretToken: "hunter2", name: "ci" });
  });

  it("open for who typed them only, in their field only", () => {
    const sealed = sealFields({ secretToken: "hunter2" }, "mira", testVault);

    assert.throws(() => openFields(sealed, "jon", testVault));
    assert.throws(() => openFields({ secretOther: sealed["secretToken"] ?? "" }, "mira", testVault));
  });

  it("leave other fields as they are", () => {
    const data = { secret: 7, secretary: "Jon", secretToken: true, name: "x" };

    assert.deepEqual(sealFields(data, "mira", testVault), data);
  });

  it("are cut out of a message before it is kept, and it is said loudly", async () => {
    const { jobId, kept } = await accept(message(`help ${PEM}`));
    await world.run(jobId);

    assert.ok(!kept.includes("hunter2"));
    assert.match((await world.said()).join(), /That was a private key, in a message!/);
  });

  for (const [what, text] of [
    ["whole", PEM],
    ["without its end", PEM.slice(0, 45)],
    ["with the dashes of a phone", PEM.replace(/-----/g, "\u2014--")],
    ["on one line", PEM.replace(/\n/g, " ")],
    ["of OpenSSH", PEM.replace(/RSA/g, "OPENSSH")],
    ["locked", PEM.replace(/RSA/g, "ENCRYPTED")],
  ] as const)
    it(`are found ${what}`, () => {
      assert.equal(withoutPrivateKeys(`a ${text}`).includes("MII"), false);
    });

  for (const [what, text] of [
    ["dashes", "-".repeat(200_000)],
    ["beginnings", "-----BEGIN ".repeat(20_000)],
    ["ends", `-----BEGIN PRIVATE KEY-----${"END ".repeat(50_000)}`],
  ] as const)
    it(`are looked for in no time among many ${what}`, () => {
      assert.ok(cpuMs(() => withoutPrivateKeys(text)) < 1_000);
    });

  it("are no reason to cut anything else", () => {
    const text = 'subscribe octo/hello -label:"private key" BEGIN PRIVATE KEY';

    assert.equal(withoutPrivateKeys(text), text);
    assert.match(withoutPrivateKeys(`${PEM} and more`), /^\[private key removed\] and more$/);
  });
});
