import { startLabPlace } from "./lab-place.ts";
import { exerciseRunEnds } from "./suite/run-ends.ts";

describe("the ends of runs of a server", function () {
  this.timeout(60_000);
  exerciseRunEnds(startLabPlace);
});
