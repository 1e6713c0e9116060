import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { RunOrder, RunReading } from "../../../../src/adapters/remote/index.ts";
import { until } from "../../../support/until.ts";
import { at, type Place } from "./place.ts";

/** Says who it is, and who its child is that hears nothing; both would stay for long. */
export const STUBBORN = `sh -c 'trap "" TERM HUP; sleep 600; :' & echo "$$ $!"; wait; sleep 600`;

/** The run of one test. */
export interface TestRun {
  readonly place: Place;
  readonly id: string;
  /** Another run in the same test. */
  readonly renew: () => void;
  readonly fileOf: (name: string) => string;
  readonly begin: (script: string, more?: Partial<RunOrder>) => Promise<string>;
  readonly read: (offset?: number, mostBytes?: number) => Promise<RunReading>;
  readonly untilSaid: (pattern: RegExp) => Promise<string>;
  readonly untilEnd: () => Promise<RunReading>;
  /** Of STUBBORN. */
  readonly pidsOf: () => Promise<readonly number[]>;
  readonly keeperOf: () => Promise<number>;
}

/** A place for a suite, and a run for each of its tests, which is cancelled afterwards. */
export function prepareRuns(start: () => Promise<Place>): TestRun {
  let place: Place;
  let id: string;
  before(async () => {
    place = await start();
  });
  after(() => place.close());
  beforeEach(() => {
    id = randomUUID();
  });
  afterEach(() => at(place, (host) => host.cancelRun(id)));
  const fileOf = (name: string): string => path.join(place.home, ".ployst/runs", id, name);
  const read: TestRun["read"] = (offset = 0, mostBytes = 100_000) =>
    at(place, (host) => host.readRun(id, offset, mostBytes));
  const untilSaid: TestRun["untilSaid"] = async (pattern) => {
    let said = "";
    await until(async () => pattern.test((said = (await read()).chunk.toString())));
    return said;
  };
  return {
    get place() {
      return place;
    },
    get id() {
      return id;
    },
    renew: () => {
      id = randomUUID();
    },
    fileOf,
    begin: (script, more = {}) => {
      const limits = { timeoutSeconds: 60, inactivitySeconds: 60 };
      const order = { id, directory: "~", script, environment: {}, ...limits, ...more };
      return at(place, (host) => host.startRun(order));
    },
    read,
    untilSaid,
    untilEnd: async () => {
      let reading = await read();
      await until(async () => (reading = await read()).state !== "running");
      return reading;
    },
    pidsOf: async () => (await untilSaid(/^\d+ \d+\n/)).trim().split(" ").map(Number),
    keeperOf: async () => Number((await readFile(fileOf("keeper"), "utf8")).split(" ")[0]),
  };
}
