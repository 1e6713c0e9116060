import { createHash } from "node:crypto";
import { faults } from "../../core/errors.ts";

/** What EC2 takes (docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html, before it is encoded); DigitalOcean takes 64 KiB. */
const MOST_BYTES = 16 * 1_024;
const FORMS = "`#cloud-config`, a script that begins with `#!`";
// cloudinit.readthedocs.io/en/latest/explanation/format.html
const TYPES: readonly (readonly [beginning: RegExp, type: string])[] = [
  [/^#cloud-config\s*$/m, "text/cloud-config"],
  [/^#!/, "text/x-shellscript"],
];
const CLOUD_CONFIG = "text/cloud-config";
/** Ours comes last and adds to lists of the same name (cloudinit.readthedocs.io/en/latest/reference/merging.html). */
const MERGE = "list(append)+dict(no_replace,recurse_list)+str()";

export interface UserDataParts {
  /** OpenSSH lines that cloud-init lets in as the image's own user; none where the provider does that. */
  readonly publicKeys: readonly string[];
  /** A `#cloud-config`, or a script that begins with `#!`. */
  readonly given?: string;
}

/**
 * What cloud-init does at the first boot: who may log in, and what a person gave. The same parts always make the same
 * text, since EC2 takes another text for another order. `''` for nothing. Pure. Throws CLOUD_USER_DATA_UNKNOWN and
 * CLOUD_USER_DATA_TOO_LONG.
 */
export function buildUserData({ publicKeys, given = "" }: UserDataParts): string {
  const theirs = given.trim() === "" ? undefined : { type: typeOf(given), text: withNewline(given) };
  const ours = publicKeys.length === 0 ? undefined : toCloudConfig(publicKeys);
  const whole =
    theirs === undefined || ours === undefined ? (theirs?.text ?? ours ?? "") : join(theirs, ours);
  const bytes = Buffer.byteLength(whole);
  if (bytes > MOST_BYTES) throw faults.CLOUD_USER_DATA_TOO_LONG({ bytes, most: MOST_BYTES });
  return whole;
}

function typeOf(given: string): string {
  const [, type] = TYPES.find(([beginning]) => given.search(beginning) === 0) ?? [];
  if (type === undefined) throw faults.CLOUD_USER_DATA_UNKNOWN({ forms: FORMS });
  return type;
}

/** A JSON string is a YAML string, whatever is in it. */
function toCloudConfig(publicKeys: readonly string[]): string {
  const lines = publicKeys.map((key) => `  - ${JSON.stringify(key.trim())}\n`);
  return `#cloud-config\nssh_authorized_keys:\n${lines.join("")}`;
}

function withNewline(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

/** RFC 2046: cloud-init reads each part by its type. */
function join(theirs: { readonly type: string; readonly text: string }, ours: string): string {
  const boundary = `ployst-${createHash("sha256").update(theirs.text).update(ours).digest("hex").slice(0, 32)}`;
  return [
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    "MIME-Version: 1.0",
    "",
    ...toPart(boundary, theirs.type, theirs.text, []),
    ...toPart(boundary, CLOUD_CONFIG, ours, [`X-Merge-Type: ${MERGE}`]),
    `--${boundary}--`,
    "",
  ].join("\n");
}

function toPart(boundary: string, type: string, text: string, headers: readonly string[]): readonly string[] {
  const isPlain = /^[\t\n\x20-\x7e]*$/.test(text);
  return [
    `--${boundary}`,
    `Content-Type: ${type}; charset="utf-8"`,
    `Content-Transfer-Encoding: ${isPlain ? "7bit" : "base64"}`,
    ...headers,
    "",
    isPlain ? text : inLines(Buffer.from(text).toString("base64")),
  ];
}

function inLines(base64: string): string {
  return (base64.match(/.{1,76}/g) ?? []).join("\n");
}
