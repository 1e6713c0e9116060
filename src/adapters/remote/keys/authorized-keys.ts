/** sshd(8), AUTHORIZED_KEYS FILE FORMAT: options, which may hold blanks in quotes, then type, content and comment. */
const LINE =
  /^(?:(?<options>(?:[^\s"]|"(?:\\.|[^"\\])*")+)[ \t]+)?(?<type>[a-z][\w.@-]{2,80})[ \t]+(?<content>[A-Za-z\d+/]{16,}={0,2})(?:[ \t]|$)/;
const PLAIN =
  /^(?<key>(?:ssh-|ecdsa-|sk-)[\w.@-]{1,80} [A-Za-z\d+/]{16,11000}={0,2})(?: [^\p{Cc}\p{Cf}]{0,200})?$/u;

/** `type base64` of a line that lets a key in; undefined for comments, authorities and what sshd would pass over. */
export function keyOf(line: string): string | undefined {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return undefined;
  const { options = "", type = "", content = "" } = LINE.exec(text)?.groups ?? {};
  // An authority's key lets in others, not itself.
  if (content === "" || /(?:^|,)cert-authority(?:,|$)/i.test(options)) return undefined;
  return `${type} ${content}`;
}

/** `type base64` of a key as it is handed in. Throws a RangeError for anything but one plain line. */
export function readPlainKey(line: string): string {
  const key = PLAIN.exec(line.trim())?.groups?.["key"];
  if (key === undefined) throw new RangeError("not one public key without options");
  return key;
}

/** Each key of a file, once. */
export function listKeys(file: Buffer): readonly string[] {
  return [...new Set(toLines(file).flatMap((line) => keyOf(line) ?? []))];
}

/** The file with those of the lines at its end whose keys it lacks. */
export function withKeys(file: Buffer, lines: readonly string[]): Buffer {
  const known = new Set(listKeys(file));
  const added = lines.filter((line) => {
    const key = readPlainKey(line);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
  if (added.length === 0) return file;
  const text = file.toString("latin1");
  const end = text === "" || text.endsWith("\n") ? "" : "\n";
  return Buffer.concat([file, Buffer.from(`${end}${added.map((line) => `${line.trim()}\n`).join("")}`)]);
}

/** The file without every line of these keys, whatever options it has. */
export function withoutKeys(file: Buffer, lines: readonly string[]): Buffer {
  const gone = new Set(lines.map(readPlainKey));
  const left = toLines(file).filter((line) => !gone.has(keyOf(line) ?? ""));
  return Buffer.from(left.join(""), "latin1");
}

/** With their ends. Latin-1 is one character for each byte, and gives each back. */
function toLines(file: Buffer): readonly string[] {
  return file.toString("latin1").match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
