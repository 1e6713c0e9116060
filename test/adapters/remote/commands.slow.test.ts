import { startLabPlace } from "./lab-place.ts";
import { exerciseExec } from "./suite/exec.ts";

describe("commands of a server", () => {
  exerciseExec(startLabPlace);
});
