import { pino, type Logger } from "pino";
import type { Log, LogFields } from "../../core/log.ts";
import { toErrorFields } from "./error-fields.ts";

export interface LogOptions {
  readonly level: "debug" | "info" | "warn" | "error";
  /** Where the lines go; standard output unless said. */
  readonly destination?: { write(line: string): void };
}

/** Field names whose values never reach a line, at the top or one object deep. */
const SECRET_FIELDS = [
  "accessToken",
  "refreshToken",
  "token",
  "password",
  "appPassword",
  "clientSecret",
  "webhookSecret",
  "webhookSecrets",
  "privateKey",
  "secret",
  "authorization",
  "cookie",
  "code_verifier",
  "verifier",
] as const;

/** JSON lines: time (ISO 8601, UTC), level by name, the fields, and `msg`. */
export function createLog({ level, destination }: LogOptions): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]), censor: "[secret]" },
    // `err` has a serializer of pino's own that would copy every property.
    serializers: { err: (value: unknown) => value },
  };
  return toLog(destination === undefined ? pino(options) : pino(options, destination));
}

function toLog(logger: Logger): Log {
  return {
    debug: (fields, text) => {
      logger.debug(toPlain(fields), text);
    },
    info: (fields, text) => {
      logger.info(toPlain(fields), text);
    },
    warn: (fields, text) => {
      logger.warn(toPlain(fields), text);
    },
    error: (fields, text) => {
      logger.error(toPlain(fields), text);
    },
    child: (fields) => toLog(logger.child(toPlain(fields))),
  };
}

/** Errors, under whatever name, as the few fields that a log may have of them. */
function toPlain(fields: LogFields): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    value instanceof Error || name === "err" ? toErrorFields(value) : value,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}
