import assert from "node:assert/strict";
import fc from "fast-check";
import { createMask } from "../../src/core/mask.ts";

function mask(secrets: readonly string[], ...pieces: readonly (string | Uint8Array)[]): string {
  const made = createMask(secrets);
  return pieces.map((piece) => made.push(Buffer.from(piece))).join("") + made.flush();
}

/** As it should be, without any cleverness: everything that an occurrence covers. */
function maskSlowly(secrets: readonly string[], text: string): string {
  const covered = new Map<number, number>();
  for (const secret of secrets)
    for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + 1))
      covered.set(at, Math.max(covered.get(at) ?? 0, at + secret.length));
  let masked = "";
  for (let at = 0; at < text.length;) {
    let end = covered.get(at) ?? at;
    if (end === at) {
      masked += text.charAt(at);
      at += 1;
      continue;
    }
    for (let inside = at; inside < end; inside += 1) end = Math.max(end, covered.get(inside) ?? 0);
    masked += "***";
    at = end;
  }
  return masked;
}

describe("the mask over secrets", () => {
  it("masks each secret, wherever it is cut", () => {
    const text = "token=s3cr3t-value; again s3cr3t-value, s3cr3t-valu";

    assert.equal(mask(["s3cr3t-value"], text), "token=***; again ***, s3cr3t-valu");
    for (let cut = 0; cut <= text.length; cut += 1)
      assert.equal(
        mask(["s3cr3t-value"], text.slice(0, cut), text.slice(cut)),
        "token=***; again ***, s3cr3t-valu",
      );
    assert.equal(mask(["s3cr3t-value"], ...Array.from(text)), "token=***; again ***, s3cr3t-valu");
  });

  it("masks all that overlapping and nested secrets cover", () => {
    assert.equal(mask(["hunter", "hunter22"], "hunter2 hunter22 hunter222"), "***2 *** ***2");
    assert.equal(mask(["abcdef", "defghi"], "xabcdefghiy"), "x***y");
    assert.equal(mask(["abcd", "xabcdefgh"], "xabcdefgX xabcdefgh"), "x***efgX ***");
    assert.equal(mask(["aaaa"], "a".repeat(1_000)), "***");
    assert.equal(mask(["aaaa"], ...Array.from({ length: 1_000 }, () => "a")), "***");
    assert.equal(mask(["secret"], "secretsecret"), "******");
  });

  it("masks the forms in which programs print a secret", () => {
    const secret = `it's "p4ss/w0rd?"\n`;
    const base64 = (text: string): string => Buffer.from(text).toString("base64");

    assert.equal(mask([secret], `say it's "p4ss/w0rd?" now`), "say *** now");
    assert.equal(mask([secret], String.raw`'it'\''s "p4ss/w0rd?"'`), "'***'");
    assert.equal(mask([secret], JSON.stringify({ secret: secret.trim() })), '{"secret":"***"}');
    assert.equal(mask([secret], `?q=${encodeURIComponent(secret.trim())}&x`), "?q=***&x");
    assert.equal(mask([secret], base64(secret.trim())), "***");
    for (const before of ["", "u", "us", "usr"]) {
      const shown = mask([secret], base64(`${before}:${secret.trim()}:end`));
      assert.match(shown, /^[A-Za-z\d+/]{0,6}\*\*\*[A-Za-z\d+/=]{0,8}$/);
    }
    assert.equal(
      mask(["???>>>~~~~~~"], base64("???>>>~~~~~~").replaceAll("/", "_").replaceAll("+", "-")),
      "***",
    );
  });

  it("masks the lines of a secret of several, as programs indent them", () => {
    const key = "-----BEGIN KEY-----\nAAAAB3NzaC1yc2E\nBBBBC4Oza\nend\n-----END KEY-----\n";

    assert.equal(mask([key], `+ ${key}`), "+ ***\n");
    assert.equal(
      mask([key], "    AAAAB3NzaC1yc2E\r\n    BBBBC4Oza\r\n    end"),
      "    ***\r\n    ***\r\n    end",
    );
  });

  it("ignores what is too short to be a secret, and works with none", () => {
    assert.equal(mask(["1", "yes", "  on \n", ""], "yes 1 on"), "yes 1 on");
    assert.equal(mask([], "all", " of it"), "all of it");
    assert.equal(mask(["four"], "four"), "***");
  });

  it("keeps characters whole, and shows what is none", () => {
    const text = "grün 🚀 ключ✓ ";
    const bytes = Buffer.from(text);

    const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
    assert.equal(mask(["ключ✓"], ...pieces), "grün 🚀 *** ");
    assert.equal(mask(["none at all"], ...pieces), text);
    assert.equal(mask(["abcd"], Uint8Array.of(0xff, 0x61), Uint8Array.of(0xf0, 0x9f)), "\ufffda\ufffd");
  });

  it("says how many bytes it holds back, so that a new mask can go on there", () => {
    const text = Buffer.from("value: s3cr3t-value and 🚀 more s3cr3t-values");
    for (let cut = 0; cut <= text.length; cut += 1) {
      const first = createMask(["s3cr3t-value"]);
      const shown = first.push(text.subarray(0, cut));
      const second = createMask(["s3cr3t-value"]);

      const rest = second.push(text.subarray(cut - first.heldBytes)) + second.flush();

      assert.equal(shown + rest, "value: *** and 🚀 more ***s");
    }
  });

  it("agrees with the plain way on any text, however it is cut", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 4, maxLength: 9 });
    const long = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 80 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 4 }), long, fc.array(fc.nat(80)), (secrets, text, cuts) => {
        const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));

        assert.equal(mask(secrets, ...pieces), maskSlowly(secrets, text));
      }),
      { numRuns: 2_000 },
    );
  });
});
