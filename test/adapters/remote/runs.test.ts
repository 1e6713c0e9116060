import { startLabPlace } from "./lab-place.ts";
import { exerciseRuns } from "./suite/runs.ts";

describe("runs of a server", function () {
  this.timeout(60_000);
  exerciseRuns(startLabPlace);
});
