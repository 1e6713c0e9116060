import { startLabPlace } from "./lab-place.ts";
import { exerciseReleases } from "./suite/releases.ts";

describe("releases of a server", function () {
  this.timeout(60_000);
  exerciseReleases(startLabPlace);
});
