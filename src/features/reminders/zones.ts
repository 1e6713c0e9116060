import { editDistance } from "../../core/suggest.ts";
import { isZone } from "./wall-time.ts";

const MOST = 3;
/** What people say for a zone although it names an offset, or several zones. */
const SPOKEN: Readonly<Record<string, readonly string[]>> = {
  cet: ["Europe/Berlin", "Europe/Paris"],
  cest: ["Europe/Berlin", "Europe/Paris"],
  bst: ["Europe/London"],
  est: ["America/New_York"],
  edt: ["America/New_York"],
  et: ["America/New_York"],
  cst: ["America/Chicago", "Asia/Shanghai"],
  cdt: ["America/Chicago"],
  mst: ["America/Denver"],
  mdt: ["America/Denver"],
  pst: ["America/Los_Angeles"],
  pdt: ["America/Los_Angeles"],
  pt: ["America/Los_Angeles"],
  ist: ["Asia/Kolkata", "Europe/Dublin"],
  jst: ["Asia/Tokyo"],
  aest: ["Australia/Sydney"],
  aedt: ["Australia/Sydney"],
  eet: ["Europe/Helsinki"],
  msk: ["Europe/Moscow"],
};

/** The IANA name that is meant, whatever its case; undefined for what isn't one. */
export function readZone(given: string): string | undefined {
  if (/^(?:utc|gmt|z)$/i.test(given)) return "UTC";
  if (given.length > 60 || !isZone(given)) return undefined;
  const known = Intl.supportedValuesOf("timeZone").find((name) => name.toLowerCase() === given.toLowerCase());
  return known ?? given.replace(/(^|[/_])([a-z])/g, (start) => start.toUpperCase());
}

/** At most three zones that may be meant by what isn't one: an abbreviation, a city alone, a slip. */
export function nearestZones(given: string): readonly string[] {
  const wanted = given.slice(0, 60).toLowerCase().replace(/ /g, "_");
  const spoken = Object.entries(SPOKEN).find(([name]) => name === wanted)?.[1];
  if (spoken !== undefined) return spoken;
  const ranked = Intl.supportedValuesOf("timeZone")
    .map((name) => ({ name, distance: distanceTo(name.toLowerCase(), wanted) }))
    .sort((a, b) => a.distance - b.distance);
  const nearest = ranked[0]?.distance ?? Infinity;
  if (nearest > Math.max(1, Math.floor(wanted.length / 4))) return [];
  return ranked
    .filter(({ distance }) => distance === nearest)
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** From the whole name, or from its city. */
function distanceTo(name: string, wanted: string): number {
  const city = name.slice(name.lastIndexOf("/") + 1);
  return Math.min(editDistance(wanted, name), editDistance(wanted.slice(wanted.lastIndexOf("/") + 1), city));
}
