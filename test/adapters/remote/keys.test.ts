import { startLabPlace } from "./lab-place.ts";
import { exerciseKeys } from "./suite/keys.ts";

describe("authorized keys of a server", function () {
  this.timeout(60_000);
  exerciseKeys(startLabPlace);
});
