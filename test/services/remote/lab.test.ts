import { startLabPlace } from "../../adapters/remote/lab-place.ts";
import { exerciseEnvironment } from "../../adapters/remote/suite/environment.ts";
import { exerciseKeys } from "../../adapters/remote/suite/keys.ts";
import { exerciseReleases } from "../../adapters/remote/suite/releases.ts";
import { exerciseRunEnds } from "../../adapters/remote/suite/run-ends.ts";
import { exerciseRuns } from "../../adapters/remote/suite/runs.ts";

// It needs no service: it stands here because its minute of real processes is too long for the first tier.
describe("a lab host", () => {
  describe("keeps the environment", () => exerciseEnvironment(startLabPlace));
  describe("keeps authorized keys", () => exerciseKeys(startLabPlace));
  describe("keeps releases", () => exerciseReleases(startLabPlace));
  describe("keeps runs", () => exerciseRuns(startLabPlace));
  describe("ends runs", () => exerciseRunEnds(startLabPlace));
});
