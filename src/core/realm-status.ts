const STATUSES = {
  starting: "🟡 Starting",
  online: "🟢 Online",
  offline: "🔴 Offline",
  failed: "❌ Failed to start",
} as const;

/** Is the server there to run anything? Realms of one that isn't are not asked. */
export function isRunning({ status }: { readonly status: string }): boolean {
  return status === "online" || status === "deploying";
}

/** Is it asked how it is? Only then it is so since some time. */
export function isAsked(
  { url }: { readonly url: string },
  server: { readonly status: string } | undefined,
): boolean {
  return url !== "" && (server === undefined || isRunning(server));
}

/** How a realm is, as far as anybody asked; `server` is the one that it runs on, where it is known. */
export function sayRealmStatus(
  { status, url }: { readonly status: keyof typeof STATUSES; readonly url: string },
  server: { readonly status: string } | undefined,
): string {
  if (server !== undefined && !isRunning(server)) return `⏸️ Not asked: its server is ${server.status}`;
  return url === "" ? "⚪ Not asked: it has no address" : STATUSES[status];
}
