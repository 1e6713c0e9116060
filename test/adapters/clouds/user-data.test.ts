import assert from "node:assert/strict";
import { buildUserData } from "../../../src/adapters/clouds/user-data.ts";
import { fails, JONS_KEY, MIRAS_KEY } from "./cloud-tests.ts";

describe("What cloud-init is told at the first boot", () => {
  const told: readonly (readonly [string, Parameters<typeof buildUserData>[0], string])[] = [
    ["nothing", { publicKeys: [] }, ""],
    ["nothing for blanks", { publicKeys: [], given: " \n" }, ""],
    [
      "who may log in",
      { publicKeys: [MIRAS_KEY, JONS_KEY] },
      `#cloud-config\nssh_authorized_keys:\n  - "${MIRAS_KEY}"\n  - "${JONS_KEY}"\n`,
    ],
    ["what was given", { publicKeys: [], given: "#!/bin/sh\nid" }, "#!/bin/sh\nid\n"],
    [
      "a key whose comment is no YAML",
      { publicKeys: ['ssh-rsa AAAA "a": #b\\'] },
      '#cloud-config\nssh_authorized_keys:\n  - "ssh-rsa AAAA \\"a\\": #b\\\\"\n',
    ],
  ];
  for (const [what, parts, expected] of told)
    it(`is ${what}`, () => {
      assert.equal(buildUserData(parts), expected);
    });

  for (const [given, type] of [
    ["#!/bin/bash -e\necho hello\n", "text/x-shellscript"],
    ["#cloud-config\nssh_authorized_keys: [ssh-rsa THEIRS]\n", "text/cloud-config"],
  ] as const)
    it(`is both, as parts of one message: ${type}`, () => {
      const text = buildUserData({ publicKeys: [MIRAS_KEY], given });

      const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? "none";
      const [head, theirs, ours, end] = text.split(`--${boundary}`);
      assert.match(head ?? "", /^Content-Type: multipart\/mixed; .*\nMIME-Version: 1\.0\n\n$/);
      assert.ok(theirs?.startsWith(`\nContent-Type: ${type}; charset="utf-8"\n`));
      assert.ok(theirs?.endsWith(`\n\n${given}\n`));
      assert.match(
        ours ?? "",
        /X-Merge-Type: list\(append\)\+dict\(no_replace,recurse_list\)\+str\(\)\n\n#cloud-config\n/,
      );
      assert.equal(end, "--\n");
    });

  it("keeps letters that are not ASCII, whatever the way there does to them", () => {
    const text = buildUserData({ publicKeys: [MIRAS_KEY], given: "#!/bin/sh\necho Grüße\n" });

    const encoded = /base64\n\n([A-Za-z0-9+/=\n]+?)\n--/.exec(text)?.[1] ?? "";
    assert.equal(Buffer.from(encoded, "base64").toString(), "#!/bin/sh\necho Grüße\n");
    assert.match(text, /^[\n\x20-\x7e]*$/);
  });

  it("is the same for the same parts, so that EC2 knows the order again", () => {
    const parts = { publicKeys: [MIRAS_KEY], given: "#!/bin/sh\n" };

    assert.equal(buildUserData(parts), buildUserData(parts));
    assert.notEqual(buildUserData(parts), buildUserData({ ...parts, given: "#!/bin/sh\nid\n" }));
  });

  for (const given of ["<powershell>", "hello", "#include\nhttps://x", " #!/bin/sh", "#cloud-configx"])
    it(`isn't ${JSON.stringify(given)}, which can't be combined`, () => {
      assert.throws(
        () => buildUserData({ publicKeys: [], given }),
        fails("CLOUD_USER_DATA_UNKNOWN", /`#cloud-config`/),
      );
    });

  it("is no longer than EC2 takes, keys and all", () => {
    const room = 16 * 1_024 - "#!/bin/sh\n\n".length;
    assert.equal(
      buildUserData({ publicKeys: [], given: `#!/bin/sh\n${"x".repeat(room)}` }).length,
      16 * 1_024,
    );

    assert.throws(
      () => buildUserData({ publicKeys: [], given: `#!/bin/sh\n${"x".repeat(room + 1)}` }),
      fails("CLOUD_USER_DATA_TOO_LONG", /16385 bytes/),
    );
    assert.throws(
      () => buildUserData({ publicKeys: [MIRAS_KEY], given: `#!/bin/sh\n${"ü".repeat(6_500)}` }),
      fails("CLOUD_USER_DATA_TOO_LONG"),
    );
  });
});
