/** The longest name that the tables for teams and key pairs keep, in UTF-16 units. */
const LONGEST_NAME = 100;

/** A name as names are compared: cut as it is stored, composed, lower case. */
export function nameKey(name: string): string {
  return cutName(name).normalize("NFC").toLowerCase();
}

/** A name as it is stored. */
export function cutName(name: string): string {
  return name.slice(0, LONGEST_NAME).toWellFormed();
}
