import type { AlertedPerson, AlertReader, AlertSubject } from "../../adapters/store/contract/index.ts";
import { wants } from "./kinds.ts";
import type { AddressedReason, Failure, News } from "./news.ts";

/** Somebody whom news concerns. */
export interface Concerned {
  readonly person: AlertedPerson;
  /** Meant for them, and wanted by them. */
  readonly reasons: readonly AddressedReason[];
  /** They were told of the subject before: their card keeps telling how it stands. */
  readonly follows: boolean;
  /** It is their pull request, and they want to know when its checks fail. */
  readonly isAuthor: boolean;
  /** Of failed checks: keys of their pull requests, or of those that might be. */
  readonly pulls: readonly string[];
}

/** Whom news concerns: asked by ids and logins that the payload names, by its subject and its commit; all indexed. */
export async function listConcerned(
  news: News,
  clientAppId: string,
  alerts: AlertReader,
): Promise<readonly Concerned[]> {
  const { subject, failure, head, reasons } = news;
  const awaited = [
    ...(subject === undefined ? [] : await alerts.listSubjects(subject.key)),
    ...(failure === undefined ? [] : await listAuthored(failure, news, alerts)),
  ];
  const named = await alerts.listPeople({
    clientAppId,
    ids: [
      ...reasons.flatMap((reason) => reason.ids),
      ...(head === undefined ? [] : [head.authorId]),
      ...(failure === undefined || failure.pulls.length === 0 ? [] : failure.starterIds),
    ],
    logins: reasons.flatMap((reason) => reason.logins),
  });
  const known = new Set(named.map(({ preferences }) => preferences.userId));
  const others = awaited.map(({ userId }) => userId).filter((userId) => !known.has(userId));
  const people = [...named, ...(await alerts.listPeopleByUser(clientAppId, others))];
  return people
    .filter(({ preferences }) => preferences.conversationId !== "")
    .map((person) => toConcerned(person, news, awaited))
    .filter(isConcerned);
}

/** By their commit, which pull requests from forks have too; and by their number, since the checks of a new commit may be told first. */
async function listAuthored(
  { sha, pulls }: Failure,
  { repository }: News,
  alerts: AlertReader,
): Promise<readonly AlertSubject[]> {
  const found = [...(await alerts.listHeads(repository.id, sha))];
  for (const number of pulls) found.push(...(await alerts.listSubjects(toPullKey(repository.id, number))));
  return found.filter(({ headSha }) => headSha !== "");
}

function toPullKey(repositoryId: string, number: number): string {
  return `pull:${repositoryId}#${String(number)}`;
}

function toConcerned(person: AlertedPerson, news: News, awaited: readonly AlertSubject[]): Concerned {
  const { preferences, ghUserId } = person;
  const own = awaited.filter(({ userId }) => userId === preferences.userId);
  const wantsChecks = wants(preferences, "checks-failed");
  return {
    person,
    reasons: news.reasons.filter((reason) => isFor(reason, person, news) && wants(preferences, reason.kind)),
    follows: news.subject !== undefined && own.length > 0,
    isAuthor: wantsChecks && news.head?.authorId === ghUserId,
    pulls: wantsChecks ? listPulls(person, news, own) : [],
  };
}

/** Nobody is told of what they did themselves. */
function isFor(reason: AddressedReason, { ghUserId, ghLogin }: AlertedPerson, news: News): boolean {
  if (news.actorId === ghUserId) return false;
  return reason.ids.includes(ghUserId) || reason.logins.includes(ghLogin.toLowerCase());
}

function listPulls(
  { ghUserId }: AlertedPerson,
  { failure, repository }: News,
  own: readonly AlertSubject[],
): readonly string[] {
  if (failure === undefined) return [];
  const maybe = failure.starterIds.includes(ghUserId) ? failure.pulls : [];
  const keys = maybe.map((number) => toPullKey(repository.id, number));
  return [...new Set([...own.map(({ subjectKey }) => subjectKey), ...keys])];
}

function isConcerned({ reasons, follows, isAuthor, pulls }: Concerned): boolean {
  return reasons.length > 0 || follows || isAuthor || pulls.length > 0;
}
