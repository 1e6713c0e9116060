const DEEPEST_CAUSE = 3;

/** What a log may know of an error. Everything else on it is left out: an SDK's error carries the request with its tokens. */
export interface ErrorFields {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: ErrorFields;
}

export function toErrorFields(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { name: typeof error, message: describe(error) };
  const code: unknown = "code" in error ? error.code : undefined;
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause === undefined || depth >= DEEPEST_CAUSE
      ? {}
      : { cause: toErrorFields(error.cause, depth + 1) }),
  };
}

// Somebody threw what is no error; of an object only the fact is told, since it may be a response.
function describe(thrown: unknown): string {
  return typeof thrown === "string" ? thrown : `thrown: ${typeof thrown}`;
}
