import { startLabPlace } from "./lab-place.ts";
import { exerciseEnvironment } from "./suite/environment.ts";

describe("the environment of a server", function () {
  this.timeout(60_000);
  exerciseEnvironment(startLabPlace);
});
