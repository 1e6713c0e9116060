import assert from "node:assert/strict";
import { connect } from "../../../src/adapters/store/connection.ts";
import { createStore } from "../../../src/adapters/store/index.ts";
import { serverOptions } from "../../../src/adapters/store/server-options.ts";
import { isFault } from "../../../src/core/errors.ts";
import { storeDefaults } from "../../support/store.ts";

describe("the address of a database", () => {
  it("is read with its escapes and the usual port", async () => {
    const { host, port, username, password, database } = await serverOptions(
      "postgres://ploy%40st:p%2Fw%3A@db.example/ploy",
      10_000,
    );

    assert.deepEqual(
      { host, port, username, password, database },
      { host: "db.example", port: 5432, username: "ploy@st", password: "p/w:", database: "ploy" },
    );
  });

  it("makes SQL Server encrypt and check the certificate, unless told otherwise", async () => {
    const encryption = async (url: string): Promise<unknown> => {
      const { dialectOptions } = await serverOptions(url, 10_000);
      const { options } = (dialectOptions ?? {}) as { options?: Record<string, unknown> };
      return [options?.["encrypt"], options?.["trustServerCertificate"]];
    };

    assert.deepEqual(await encryption("mssql://sa:x@db:1433/ploy"), [true, false]);
    assert.deepEqual(await encryption("mssql://sa:x@db/ploy?trustServerCertificate=true"), [true, true]);
    assert.deepEqual(await encryption("mssql://sa:x@db/ploy?trustServerCertificate=1&encrypt=false"), [
      true,
      false,
    ]);
  });

  it("bounds statements and waits for locks on each server", async () => {
    for (const [url, setting] of [
      ["postgres://u@db/ploy", '"lock_timeout":10000'],
      ["mariadb://u@db/ploy", "innodb_lock_wait_timeout = 10"],
      ["mssql://u@db/ploy", '"requestTimeout":30000'],
    ] as const)
      assert.ok(JSON.stringify((await serverOptions(url, 10_000)).dialectOptions).includes(setting), url);
  });

  it("is refused without being told on", async () => {
    for (const url of ["mysql://root:hunter2@db/x", "hunter2", "sqlite:", "sqlite::memory:"])
      await assert.rejects(
        connect(url),
        (error) => error instanceof RangeError && !error.message.includes("hunter2"),
      );
  });

  it("that nobody answers at is STORE_UNREACHABLE, without the password", async () => {
    for (const scheme of ["postgres", "mariadb", "mssql"])
      await assert.rejects(
        createStore({ url: `${scheme}://u:hunter2@127.0.0.1:1/x`, ...storeDefaults() }),
        (error) =>
          isFault(error, "STORE_UNREACHABLE") &&
          !`${error.message}${String(error.cause)}`.includes("hunter2"),
        scheme,
      );
  });
});
