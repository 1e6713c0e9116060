export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Structured log: static text, values in fields. error = we must act; warn = look weekly;
 * a person's mistake is info. Never hand it an SDK error's request or response: they hold bearer tokens.
 */
export interface Log {
  debug(fields: LogFields, text: string): void;
  info(fields: LogFields, text: string): void;
  warn(fields: LogFields, text: string): void;
  error(fields: LogFields, text: string): void;
  child(fields: LogFields): Log;
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};
