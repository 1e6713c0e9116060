import assert from "node:assert/strict";
import { createMetrics } from "../../../src/adapters/metrics/index.ts";
import { METRICS } from "../../../src/core/metrics.ts";

describe("metrics", () => {
  it("counts, observes and sets under the declared names", async () => {
    const metrics = createMetrics({ withProcess: false });

    metrics.count("ployst_jobs_total", { kind: "delivery", outcome: "succeeded" });
    metrics.count("ployst_jobs_total", { kind: "delivery", outcome: "succeeded" }, 2);
    metrics.observe("ployst_outbox_age_seconds", { lane: "answers" }, 0.2);
    metrics.set("ployst_outbox_waiting", {}, 7);

    const { contentType, text } = await metrics.expose();
    assert.match(contentType, /^text\/plain; version=0\.0\.4/);
    assert.match(text, /^ployst_jobs_total\{kind="delivery",outcome="succeeded"\} 3$/m);
    assert.match(text, /^ployst_outbox_age_seconds_bucket\{le="0\.25",lane="answers"\} 1$/m);
    assert.match(text, /^ployst_outbox_age_seconds_bucket\{le="0\.1",lane="answers"\} 0$/m);
    assert.match(text, /^ployst_outbox_waiting 7$/m);
  });

  it("tells every declared metric, each with its help, and nothing of another registry", async () => {
    const first = createMetrics({ withProcess: false });
    const second = createMetrics({ withProcess: false });
    first.count("ployst_commands_total", { command: "help", outcome: "done" });

    const { text } = await second.expose();

    for (const [name, { help }] of Object.entries(METRICS))
      assert.ok(text.includes(`# HELP ${name} ${help}`), name);
    assert.doesNotMatch(text, /command="help"/);
  });

  it("tells of the process too", async () => {
    assert.match((await createMetrics().expose()).text, /^ployst_process_cpu_seconds_total /m);
  });

  it("names everything ployst_*", () => {
    assert.deepEqual(
      Object.keys(METRICS).filter((name) => !/^ployst_[a-z_]+$/.test(name)),
      [],
    );
  });
});
