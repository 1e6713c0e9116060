/** What a mail program shows of a message. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const PLAIN = /^text\/plain\b/i;

/** Reads a message as the mails of Ployst are: plain text, alone or beside HTML. */
export function readMail(raw: string): Letter {
  const { headers, body } = split(raw);
  const boundary = /\bboundary="?([^";]+)"?/i.exec(headers.get("content-type") ?? "")?.[1];
  const parts = boundary === undefined ? [{ headers, body }] : body.split(`--${boundary}`).map(split);
  const plain = parts.find((part) => PLAIN.test(part.headers.get("content-type") ?? ""));
  return {
    to: (headers.get("to") ?? "").replace(/^.*<(.*)>$/, "$1"),
    subject: decodeWords(headers.get("subject") ?? ""),
    text: plain === undefined ? "" : decodeBody(plain).trim(),
  };
}

interface Entity {
  /** By their names in lower case, unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function split(raw: string): Entity {
  const text = raw.replaceAll("\r\n", "\n").replace(/^\n/, "");
  const end = text.indexOf("\n\n");
  if (end < 0) return { headers: new Map(), body: text };
  const lines = text
    .slice(0, end)
    .replace(/\n[ \t]+/g, " ")
    .split("\n");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: new Map(headers), body: text.slice(end + 2) };
}

function decodeBody({ headers, body }: Entity): string {
  const encoding = headers.get("content-transfer-encoding")?.toLowerCase();
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  return encoding === "quoted-printable" ? decodeQuoted(body.replaceAll("=\n", "")) : body;
}

/** RFC 2047; the blank between two encoded words isn't there. */
function decodeWords(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(text, "base64").toString("utf8")
        : decodeQuoted(text.replaceAll("_", " ")),
    );
}

function decodeQuoted(text: string): string {
  return text.replace(/(?:=[\dA-F]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll("=", ""), "hex").toString("utf8"),
  );
}
