/** POSIX, Base Definitions 8.1; as long as Windows takes them. */
const NAME = /^[A-Za-z_][A-Za-z\d_]{0,254}$/;
// bash refuses to set these, and a login shell that calls itself sh ends there.
const OF_THE_SHELL: ReadonlySet<string> = new Set([
  "BASHOPTS",
  "BASH_VERSINFO",
  "EUID",
  "PPID",
  "SHELLOPTS",
  "UID",
]);
// The machine doesn't start programs, or not at all, without what it has there.
const OF_WINDOWS: ReadonlySet<string> = new Set([
  "COMSPEC",
  "DRIVERDATA",
  "NUMBER_OF_PROCESSORS",
  "OS",
  "PATH",
  "PATHEXT",
  "PROCESSOR_ARCHITECTURE",
  "PROCESSOR_IDENTIFIER",
  "PROCESSOR_LEVEL",
  "PROCESSOR_REVISION",
  "PSMODULEPATH",
  "SYSTEMDRIVE",
  "SYSTEMROOT",
  "TEMP",
  "TMP",
  "USERNAME",
  "WINDIR",
]);

/** Can an environment variable be called so? */
export function isVariableName(text: string): boolean {
  return NAME.test(text);
}

/** What is the same of two names that mean one variable there: on Windows `Foo` and `FOO` do. */
export function variableKey(name: string, os: "linux" | "windows"): string {
  return os === "windows" ? name.toUpperCase() : name;
}

/** Is it one of those that a shell keeps to itself? Setting it ends every login. */
export function isOfTheShell(name: string): boolean {
  return OF_THE_SHELL.has(name);
}

/** Is it one of those that Windows keeps to itself? It is never set there, in whatever letters. */
export function isOfWindows(name: string): boolean {
  return OF_WINDOWS.has(name.toUpperCase());
}
