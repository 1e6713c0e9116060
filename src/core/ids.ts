import { uuidv7 } from "uuidv7";

/** A new record id: UUIDv7 (RFC 9562), so that ids made later sort later and indexes stay compact. */
export function newId(): string {
  return uuidv7();
}
