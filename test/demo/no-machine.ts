import type { Machine } from "../../demo/hosts/index.ts";

/** For scenes in which nobody goes to a server. */
export const noMachine: Machine = {
  ...{ address: "127.0.0.1", port: 1, user: "nobody", home: "/nowhere", kind: "none" },
  authorize: () => Promise.reject(new Error("there is no machine")),
  close: () => Promise.resolve(),
};
