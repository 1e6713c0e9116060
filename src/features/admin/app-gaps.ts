import { APP_EVENTS, APP_PERMISSIONS, type AppAccess } from "./github-app.ts";

/** What an App was granted: of `GET /app`, or of one installation. */
export interface Granted {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

export interface AppGap {
  /** `permission issues: write` or `event push`. */
  readonly what: string;
  readonly why: string;
  /** Without it Ployst's main job fails; otherwise one feature stays off. */
  readonly isNeeded: boolean;
}

const RANK: Readonly<Record<string, number>> = { read: 1, write: 2, admin: 3 };

/** What of our permissions and events this App lacks, in the order of the declaration. */
export function listAppGaps(granted: Granted): readonly AppGap[] {
  const permissions = APP_PERMISSIONS.flatMap(({ name, title, asks, needs, why }): AppGap[] => {
    const has = granted.permissions[name];
    if (reaches(has, asks)) return [];
    const isNeeded = needs !== undefined && !reaches(has, needs);
    return [{ what: `permission ${title}: ${isNeeded ? needs : asks} (${name})`, why, isNeeded }];
  });
  const events = APP_EVENTS.filter(({ name }) => !granted.events.includes(name)).map(
    ({ name, permission, isNeeded }): AppGap => ({
      what: `event ${name}`,
      why: `comes with the permission ${titleOf(permission)}`,
      isNeeded,
    }),
  );
  return [...permissions, ...events];
}

function reaches(has: string | undefined, wanted: AppAccess): boolean {
  return (RANK[has ?? ""] ?? 0) >= (RANK[wanted] ?? 0);
}

function titleOf(permission: string): string {
  return APP_PERMISSIONS.find(({ name }) => name === permission)?.title ?? permission;
}
