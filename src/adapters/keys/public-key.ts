import { toLine } from "../../core/plain-text.ts";
import type { PublicKeyRefusal, ReadPublicKey } from "./contract/public-key.ts";
import { fingerprint } from "./pairs.ts";
import { SshReader } from "./ssh-wire.ts";

const FEWEST_RSA_BITS = 2_048;
/** OpenSSH makes none that are longer (ssh-keygen(1)). */
const MOST_RSA_BITS = 16_384;
const LONGEST = 8_000;
const LONGEST_COMMENT = 100;

type Content = "good" | "damaged" | "short";
type ReadContent = (reader: SshReader) => Content;

/** What follows the type's name in a key of each kind (RFC 8709, RFC 5656, RFC 4253; PROTOCOL.u2f of OpenSSH). */
const KINDS: ReadonlyMap<string, ReadContent> = new Map<string, ReadContent>([
  ["ssh-ed25519", readEd25519],
  ["ssh-rsa", readRsa],
  ["ecdsa-sha2-nistp256", (reader) => readPoint(reader, "nistp256", 32)],
  ["ecdsa-sha2-nistp384", (reader) => readPoint(reader, "nistp384", 48)],
  ["ecdsa-sha2-nistp521", (reader) => readPoint(reader, "nistp521", 66)],
  ["sk-ssh-ed25519@openssh.com", (reader) => ofSecurityKey(readEd25519(reader), reader)],
  [
    "sk-ecdsa-sha2-nistp256@openssh.com",
    (reader) => ofSecurityKey(readPoint(reader, "nistp256", 32), reader),
  ],
]);

/** Reads a public key as people paste it: one line, no options. Throws nothing. */
export function parsePublicKey(text: string): ReadPublicKey {
  if (/PRIVATE KEY|PuTTY-User-Key-File/i.test(text)) return refused("private");
  const line = text.trim();
  if (line === "") return refused("empty");
  if (line.length > LONGEST) return refused("damaged");
  if (/[\r\n\u2028\u2029]/.test(line)) return refused("several");
  const [type = "", encoded = "", ...comment] = line.split(/[ \t]+/);
  const readContent = KINDS.get(type);
  if (readContent === undefined) return refused(mentionsKey([encoded, ...comment]) ? "options" : "type");
  if (mentionsKey(comment)) return refused("several");
  const content = contentOf(type, encoded, readContent);
  if (content !== "good") return refused(content);
  const publicKey = `${type} ${encoded}`;
  const key = { type, publicKey, comment: toLine(comment.join(" "), LONGEST_COMMENT) };
  return { kind: "key", key: { ...key, fingerprint: fingerprint(publicKey) } };
}

function mentionsKey(words: readonly string[]): boolean {
  return words.some((word) => KINDS.has(word));
}

function contentOf(type: string, encoded: string, readContent: ReadContent): Content {
  const bytes = Buffer.from(encoded, "base64");
  // Decoding is lenient: only what it would write itself is what was meant.
  if (encoded === "" || bytes.toString("base64") !== encoded) return "damaged";
  const reader = new SshReader(bytes);
  try {
    if (reader.text() !== type) return "damaged";
    const content = readContent(reader);
    return content === "good" && !reader.isAtEnd ? "damaged" : content;
  } catch (error) {
    if (error instanceof RangeError) return "damaged";
    throw error;
  }
}

function readEd25519(reader: SshReader): Content {
  return reader.string().length === 32 ? "good" : "damaged";
}

function readRsa(reader: SshReader): Content {
  const exponent = reader.integer();
  const modulus = reader.integer();
  const isOdd = (number: Buffer): boolean => ((number.at(-1) ?? 0) & 1) === 1;
  if (!isOdd(exponent) || exponent.length > 8 || !isOdd(modulus)) return "damaged";
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits > MOST_RSA_BITS) return "damaged";
  return bits < FEWEST_RSA_BITS ? "short" : "good";
}

/** An uncompressed point: 4 and two coordinates. */
function readPoint(reader: SshReader, curve: string, coordinate: number): Content {
  if (reader.text() !== curve) return "damaged";
  const point = reader.string();
  return point[0] === 4 && point.length === 1 + 2 * coordinate ? "good" : "damaged";
}

/** Keys in hardware name the application that they were made for. */
function ofSecurityKey(content: Content, reader: SshReader): Content {
  return content === "good" && reader.text().startsWith("ssh:") ? "good" : "damaged";
}

function refused(why: PublicKeyRefusal): ReadPublicKey {
  return { kind: "refused", why };
}
