export interface ConfigProblem {
  /** The environment variable. */
  readonly name: string;
  readonly problem: string;
}

/** Everything that is wrong with the environment, at once. `message` is what the operator reads; no secret is in it. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ name, problem }) => `config: ${name}: ${problem}`).join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}
