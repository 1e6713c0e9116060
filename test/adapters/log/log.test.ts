import assert from "node:assert/strict";
import { createLog, type LogOptions } from "../../../src/adapters/log/index.ts";
import type { Log } from "../../../src/core/log.ts";

function startLog(level: LogOptions["level"] = "info"): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  return { log: createLog({ level, destination: { write: (line) => lines.push(line) } }), lines };
}

function only(lines: readonly string[]): Record<string, unknown> {
  assert.equal(lines.length, 1);
  return JSON.parse(lines[0] ?? "") as Record<string, unknown>;
}

/** What an SDK throws: the request that failed hangs on it, with its token. */
function sdkError(): Error {
  const request = { headers: { authorization: "Bearer hunter2" } };
  return Object.assign(new Error("Too Many Requests"), {
    code: "Throttled",
    statusCode: 429,
    request,
    config: request,
  });
}

describe("the log", () => {
  it("writes one JSON line with time, level, fields and text", () => {
    const { log, lines } = startLog();

    log.child({ jobId: "j1" }).warn({ attempt: 2 }, "job failed");

    const { time, ...rest } = only(lines);
    assert.match(String(time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.deepEqual(rest, { level: "warn", jobId: "j1", attempt: 2, msg: "job failed" });
    assert.ok(lines[0]?.endsWith("\n"));
  });

  it("leaves out what is below its level", () => {
    const { log, lines } = startLog("warn");

    log.debug({}, "a");
    log.info({}, "b");
    log.warn({}, "c");
    log.error({}, "d");

    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { msg: string }).msg),
      ["c", "d"],
    );
  });

  for (const name of ["err", "error", "failure"])
    it(`knows of an error (as ${name}) its name, code, message and stack only`, () => {
      const { log, lines } = startLog();

      log.error({ [name]: sdkError() }, "send failed");

      const error = only(lines)[name] as Record<string, unknown>;
      assert.deepEqual(Object.keys(error).sort(), ["code", "message", "name", "stack"]);
      assert.equal(error["code"], "Throttled");
      assert.ok(!lines.join("").includes("hunter2"));
    });

  it("follows causes, and a ring of them no further than it must", () => {
    const { log, lines } = startLog();
    const inner = sdkError();
    const outer = new Error("outer", { cause: inner });
    inner.cause = outer;

    log.error({ err: outer }, "failed");

    const { cause } = only(lines)["err"] as { cause: { message: string } };
    assert.equal(cause.message, "Too Many Requests");
    assert.ok(!lines.join("").includes("hunter2"));
  });

  it("tells of a thrown object that it was one, not what it holds", () => {
    const { log, lines } = startLog();

    log.error({ err: { response: { token: "hunter2" } } }, "failed");

    assert.deepEqual(only(lines)["err"], { name: "object", message: "thrown: object" });
  });

  it("hides values that are secret by their name", () => {
    const { log, lines } = startLog();

    log
      .child({ accessToken: "hunter2" })
      .info({ password: "hunter2", user: { refreshToken: "hunter2", login: "mira" } }, "signed in");

    const line = only(lines);
    assert.equal(line["accessToken"], "[secret]");
    assert.deepEqual(line["user"], { refreshToken: "[secret]", login: "mira" });
    assert.ok(!lines.join("").includes("hunter2"));
  });
});
