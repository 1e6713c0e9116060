/** One number of a benchmark. */
export interface Finding {
  readonly name: string;
  readonly value: number;
  readonly unit: "req/s" | "/s" | "ms" | "µs" | "MB" | "calls" | "×" | "";
  /** What it should be, where something was promised. */
  readonly aim?: { readonly atMost: number } | { readonly atLeast: number };
}

export interface Benchmark {
  readonly title: string;
  run(): Promise<readonly Finding[]>;
}

export function meetsAim({ value, aim }: Finding): boolean | undefined {
  if (aim === undefined) return undefined;
  return "atMost" in aim ? value <= aim.atMost : value >= aim.atLeast;
}
