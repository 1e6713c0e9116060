// Enterprise managed users carry `_shortcode` at the end of their login, hence the underscore.
const OWNER = /^[a-z\d](?:[a-z\d]|[-_](?=[a-z\d])){0,38}$/i;
const REPOSITORY = /^[\w.-]{1,100}$/;
const SEGMENT = /^[\w.[\]-]{1,120}$/;
const ID = /^[1-9]\d{0,18}$/;

/** Could a person or an organization have this login? At most 39 letters and digits with single hyphens inside. */
export function isOwnerName(text: string): boolean {
  return OWNER.test(text);
}

/** Could a repository have this name? At most 100 letters, digits, `.`, `_` and `-`, but neither `.` nor `..`. */
export function isRepositoryName(text: string): boolean {
  return REPOSITORY.test(text) && !isDots(text);
}

/** May this stand as one segment of an API path? Laxer than the rules above: old accounts break today's. */
export function isPathSegment(text: string): boolean {
  return SEGMENT.test(text) && !isDots(text);
}

/** Is this one of GitHub's numeric ids, as text? */
export function isId(text: string): boolean {
  return ID.test(text);
}

function isDots(text: string): boolean {
  return text === "." || text === "..";
}
