const UNITS = ["bytes", "KB", "MB", "GB", "TB"] as const;
const STEP = 1_000;

/** A size for people: `12 MB`, `1.4 GB`. */
export function toSizeText(bytes: number): string {
  const exponent = bytes < STEP ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / STEP ** exponent;
  const digits = exponent === 0 || value >= 10 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, "");
  return `${digits} ${UNITS[exponent] ?? "bytes"}`;
}
