import type { NamedAccounts } from "./people.ts";

/** What a person wants to be told of by themselves, and when. */
export interface AlertPreferences {
  readonly userId: string;
  readonly tenantId: string;
  readonly teamsUserId: string;
  /** Their 1:1 chat with the bot; `''` while unknown. */
  readonly conversationId: string;
  readonly reviewRequested: boolean;
  readonly assigned: boolean;
  readonly mentioned: boolean;
  readonly checksFailed: boolean;
  /** May conversations mention them? */
  readonly pings: boolean;
  /** Wall-clock times such as `19:00`; both `''` without quiet hours. */
  readonly quietFrom: string;
  readonly quietUntil: string;
  readonly quietWeekends: boolean;
  /** IANA name. */
  readonly zone: string;
  /** When what is held will be told; absent while nothing is. */
  readonly digestAt?: Date;
}

export interface AlertPreferencesRecord extends AlertPreferences {
  readonly id: string;
  /** Grows by one at each write; compare-and-swap on it. */
  readonly version: number;
}

/** Somebody with preferences who is connected to GitHub now. */
export interface AlertedPerson {
  readonly preferences: AlertPreferencesRecord;
  /** chatopsgithubuser.id */
  readonly githubUserId: string;
  readonly ghUserId: string;
  readonly ghLogin: string;
}

export interface AlertSubject {
  readonly userId: string;
  readonly subjectKey: string;
  readonly repositoryId: string;
  /** The head of the person's own open pull request; `''` for what isn't one. */
  readonly headSha: string;
  /** GitHub's time of the event that told the head. */
  readonly headAt?: Date;
  /** Something about it waits for the end of their quiet hours. */
  readonly held: boolean;
}

export interface AlertReader {
  findPreferences(userId: string): Promise<AlertPreferencesRecord | undefined>;
  /** Those of these Teams users who don't want to be mentioned. */
  listUnpinged(teamsUserIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Who of these GitHub accounts has preferences and is connected. */
  listPeople(accounts: NamedAccounts): Promise<readonly AlertedPerson[]>;
  listPeopleByUser(clientAppId: string, userIds: readonly string[]): Promise<readonly AlertedPerson[]>;
  /** Who was told of this subject, or awaits its checks (at most 500). */
  listSubjects(subjectKey: string): Promise<readonly AlertSubject[]>;
  /** Whose pull requests have this head. */
  listHeads(repositoryId: string, headSha: string): Promise<readonly AlertSubject[]>;
  /** What is held for a person, the oldest first. */
  listHeld(userId: string, limit: number): Promise<readonly AlertSubject[]>;
}

export interface AlertRepository extends AlertReader {
  /** Makes the row, or compare-and-swap on the `version` given; false when somebody wrote in between. */
  savePreferences(preferences: AlertPreferences, version: number | undefined): Promise<boolean>;
  /** Lays what is given over what is known; a head gives way only to one at least as new. */
  saveSubject(subject: Omit<AlertSubject, "headSha" | "held"> & Partial<AlertSubject>): Promise<void>;
  /** Nothing of these is held any more; of all without keys. Answers how many were. */
  release(userId: string, subjectKeys?: readonly string[]): Promise<number>;
  prune(before: Date, limit: number): Promise<number>;
}
