const FEWEST_CHARACTERS = 4;
const FEWEST_OF_A_LINE = 8;
/** Shorter pieces of base64 stand in too many other texts. */
const FEWEST_OF_BASE64 = 8;

/** The bytes that a mask looks for: each secret in the forms in which programs print it. */
export function collectPatterns(secrets: readonly string[]): readonly Buffer[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    const value = secret.trim().toWellFormed();
    if (value.length < FEWEST_CHARACTERS) continue;
    for (const form of [...toQuoted(value), ...toBase64(value), ...toLines(value)]) forms.add(form);
  }
  return [...forms].map((form) => Buffer.from(form, "utf8"));
}

function toQuoted(value: string): readonly string[] {
  return [
    value,
    value.replaceAll("'", String.raw`'\''`),
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
  ];
}

/** Alone, and as it stands within a longer text, at each of the three places where four characters can begin. */
function toBase64(value: string): readonly string[] {
  const bytes = Buffer.from(value, "utf8");
  const inner = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // The characters at the ends also hold bits of the neighbors.
    const from = before === 0 ? 0 : before + 1;
    return encoded.slice(from, (before + bytes.length) % 3 === 0 ? undefined : -1);
  });
  const standard = [bytes.toString("base64"), ...inner.filter((part) => part.length >= FEWEST_OF_BASE64)];
  return standard.flatMap((part) => [part, part.replaceAll("+", "-").replaceAll("/", "_")]);
}

/** Programs indent, prefix or cut what has several lines. */
function toLines(value: string): readonly string[] {
  const lines = value.split(/\r\n?|\n/).map((line) => line.trim());
  return lines.length === 1 ? [] : lines.filter((line) => line.length >= FEWEST_OF_A_LINE);
}
