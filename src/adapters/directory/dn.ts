import { DN } from "ldapts";

/** The name of an entry right below another; the value is escaped (RFC 4514). */
export function toDn(attribute: string, value: string, parent: string): string {
  return `${new DN({ [attribute]: value }).toString()},${parent}`;
}
