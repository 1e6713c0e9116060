/** Which way something failed; decides HTTP statuses and how a failure is logged. */
export type FaultKind =
  "input" | "signin" | "forbidden" | "missing" | "conflict" | "unavailable" | "configuration";

/** A failure that we know: its sentence goes to the person as it is. */
export class Fault extends Error {
  readonly code: string;
  readonly kind: FaultKind;
  /** True when the same call may succeed later without anybody's doing. */
  readonly retryable: boolean;
  /** The one sentence (with its next step) that a person sees. */
  readonly sentence: string;

  constructor(
    code: string,
    declaration: Pick<FaultDeclaration<never>, "kind" | "retryable">,
    sentence: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${sentence}`, options);
    this.name = "Fault";
    this.code = code;
    this.kind = declaration.kind;
    this.retryable = declaration.retryable;
    this.sentence = sentence;
  }
}

export interface FaultDeclaration<Args> {
  readonly kind: FaultKind;
  readonly retryable: boolean;
  readonly sentence: (args: Args) => string;
  readonly hasArguments: boolean;
  /** What it reads like with sample arguments, for docs/errors.md. */
  readonly sampleSentence: string;
}

/** Declares one fault: its sentence must say what is wrong and what to do next. User text in it must be escaped by the thrower. */
export function fault(
  kind: FaultKind,
  sentence: string,
  options?: { retryable?: boolean },
): FaultDeclaration<void> {
  return {
    kind,
    retryable: options?.retryable ?? false,
    sentence: () => sentence,
    hasArguments: false,
    sampleSentence: sentence,
  };
}

/** Declares a fault whose sentence has parts; `sample` documents and tests it. */
export function faultWith<Args>(
  kind: FaultKind,
  sentence: (args: Args) => string,
  sample: Args,
  options?: { retryable?: boolean },
): FaultDeclaration<Args> {
  return {
    kind,
    retryable: options?.retryable ?? false,
    sentence,
    hasArguments: true,
    sampleSentence: sentence(sample),
  };
}

type Declarations = Readonly<Record<string, FaultDeclaration<never>>>;

type FaultMaker<D> =
  D extends FaultDeclaration<infer Args>
    ? [Args] extends [void]
      ? (options?: ErrorOptions) => Fault
      : (args: Args, options?: ErrorOptions) => Fault
    : never;

export type FaultMakers<T> = { readonly [K in keyof T]: FaultMaker<T[K]> };
export type { Declarations as FaultDeclarations };
