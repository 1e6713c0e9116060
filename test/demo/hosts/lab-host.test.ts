import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { isFault } from "../../../src/core/errors.ts";
import { at, isAlive, untilGone } from "../../adapters/remote/suite/place.ts";
import { startLabPlace } from "../../adapters/remote/lab-place.ts";

const SOME = { timeoutMs: 10_000, mostBytes: 1_000 };

describe("a lab host", () => {
  it("gives commands a clean environment, and asks for the keys at each login", async () => {
    const place = await startLabPlace();

    const { stdout } = await at(place, (host) =>
      host.exec("env | cut -d= -f1 | sort | tr '\\n' ' '; pwd", SOME),
    );
    await place.remote.close();
    await writeFile(path.join(place.home, ".ssh/authorized_keys"), `# ${place.publicKey}\n`);

    await assert.rejects(
      at(place, () => Promise.resolve()),
      (error) => isFault(error, "SERVER_KEY_REFUSED"),
    );
    await place.close();
    assert.equal(stdout, `HOME LOGNAME PATH PWD SHELL USER ${place.home}\n`);
  });

  if (process.platform === "linux")
    it("ends with all that was run on it", async () => {
      const place = await startLabPlace();
      const { stdout } = await at(place, (host) =>
        host.exec("setsid sleep 600 >/dev/null 2>&1 & echo $!", SOME),
      );
      const pid = Number(stdout);
      assert.ok(isAlive(pid));

      await place.close();

      await untilGone([pid]);
    });
});
