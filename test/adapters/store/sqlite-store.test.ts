import { createStore } from "../../../src/adapters/store/index.ts";
import { openTestStore, storeDefaults } from "../../support/store.ts";
import { describeStore } from "./suite/index.ts";

describe("the store on SQLite", () => {
  describeStore(async () => {
    const first = await openTestStore();
    return {
      open: ({ clock, ...vault }) => createStore({ url: first.url, ...storeDefaults(clock), ...vault }),
      dispose: () => first.cleanup(),
    };
  });
});
