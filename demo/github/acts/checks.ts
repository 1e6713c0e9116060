import type {
  CheckConclusion,
  CheckRunRecord,
  CheckStatus,
  CheckSuiteRecord,
  RepositoryRecord,
  World,
} from "../world.ts";
import { emit } from "../webhooks/emit.ts";
import { timestamp, touch } from "../stamps.ts";
import { toCheckRun, toCheckSuite } from "../shapes/check.ts";
import type { By } from "./issues.ts";
import { done, type Done } from "./done.ts";

export interface CheckState {
  status: CheckStatus;
  conclusion?: CheckConclusion | undefined;
}

function ensureSuite(world: World, repository: RepositoryRecord, headSha: string): CheckSuiteRecord {
  const known = repository.suites.find((suite) => suite.headSha === headSha);
  if (known !== undefined) return known;
  const at = timestamp(world.now());
  const branch = [...repository.branches].find(([, head]) => head === headSha)?.[0] ?? null;
  const suite: CheckSuiteRecord = {
    id: world.nextId(),
    headSha,
    headBranch: branch,
    status: "queued",
    conclusion: null,
    createdAt: at,
    updatedAt: at,
    runs: [],
  };
  repository.suites.push(suite);
  return suite;
}

/** Creates the named run of a commit or moves it on; `created` the first time or at a fresh start, then `completed`. */
export function checkRun(
  world: World,
  repository: RepositoryRecord,
  by: By,
  headSha: string,
  name: string,
  state: CheckState,
): Done<CheckRunRecord> {
  const suite = ensureSuite(world, repository, headSha);
  const at = touch(world, suite);
  const known = suite.runs.findLast((run) => run.name === name);
  const isNew = known === undefined || known.status === "completed";
  const run: CheckRunRecord = isNew
    ? { id: world.nextId(), name, status: "queued", conclusion: null, startedAt: at, completedAt: null }
    : known;
  if (isNew) suite.runs.push(run);
  run.status = state.status;
  run.conclusion = state.status === "completed" ? (state.conclusion ?? "success") : null;
  run.completedAt = state.status === "completed" ? at : null;
  const action = state.status === "completed" ? "completed" : "created";
  const payload = { check_run: toCheckRun(world, repository, suite, run) };
  return done(world, run, [
    emit(world, { event: "check_run", action, repository, sender: by.sender, payload }),
  ]);
}

/** Sets the state of a commit's suite; `completed`, or `requested` before that. */
export function checkSuite(
  world: World,
  repository: RepositoryRecord,
  by: By,
  headSha: string,
  state: CheckState,
): Done<CheckSuiteRecord> {
  const suite = ensureSuite(world, repository, headSha);
  touch(world, suite);
  suite.status = state.status;
  suite.conclusion = state.status === "completed" ? (state.conclusion ?? "success") : null;
  const action = state.status === "completed" ? "completed" : "requested";
  const payload = { check_suite: toCheckSuite(world, repository, suite) };
  const mail = emit(world, { event: "check_suite", action, repository, sender: by.sender, payload });
  return done(world, suite, [mail]);
}
