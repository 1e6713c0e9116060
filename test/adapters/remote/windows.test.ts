import assert from "node:assert/strict";
import { toVariables } from "../../../src/adapters/remote/environment/variables.ts";
import { toWindowsCommand } from "../../../src/adapters/remote/environment/windows.ts";
import { isFault } from "../../../src/core/errors.ts";

const VALUES = {
  TOKEN: "s3cr3t'; Remove-Item C:\\ -Recurse #",
  PERCENT: "%PATH%",
  LINES: "a\r\nb",
  EMPTY: "",
  EMOJI: "🚀",
};

function scriptOf(command: string): string {
  const encoded = / -EncodedCommand (?<script>[A-Za-z\d+/=]+)$/.exec(command)?.groups?.["script"] ?? "";
  return Buffer.from(encoded, "base64").toString("utf16le");
}

describe("the environment of a Windows server", () => {
  it("travels over stdin, as base64 of JSON, and in no argument", () => {
    const { command, stdin } = toWindowsCommand(toVariables(VALUES, "windows"));

    assert.match(stdin.toString("latin1"), /^[A-Za-z\d+/]+=*$/);
    const read: unknown = JSON.parse(Buffer.from(stdin.toString("latin1"), "base64").toString("utf8"));
    const expected = Object.entries(VALUES).toSorted(([a], [b]) => (a < b ? -1 : 1));
    assert.deepEqual(
      read,
      expected.map(([name, value]) => ({ name, value })),
    );
    assert.equal(command, toWindowsCommand([]).command);
    assert.ok(!scriptOf(command).includes("s3cr3t"));
    // cmd.exe, which sshd starts there, takes no longer line.
    assert.ok(command.length < 8_000);
  });

  it("is set where the machine's variables are, with those gone that were ours, and told to programs", () => {
    const script = scriptOf(toWindowsCommand([]).command);

    assert.match(script, /HKLM:\\System\\CurrentControlSet\\Control\\Session Manager\\Environment/);
    assert.match(script, /\[Console\]::In\.ReadToEnd\(\)/);
    assert.match(script, /if \(-not \$wanted\.ContainsKey\(\$name\)\) \{ Remove-ItemProperty/);
    assert.match(
      script,
      /Set-ItemProperty -Path \$variables -Name \$name -Value \$wanted\[\$name\] -Type String/,
    );
    assert.match(script, /SendMessageTimeout\(\[IntPtr\]0xffff, 0x1A,/);
    // What is ours is written down before the first is set, so that a machine that dies in between forgets none.
    assert.ok(script.indexOf("$before + $names") < script.indexOf("-Value $wanted[$name]"));
  });

  it("takes names from the list: a variable called Keys is what a hashtable says for its own", () => {
    const script = scriptOf(toWindowsCommand([]).command);

    assert.doesNotMatch(script, /\$wanted\.(?!ContainsKey\()/);
    assert.match(script, /\$names = @\(\$list \| ForEach-Object \{ \$_\.name \} \|/);
  });

  it("is never what the machine itself needs, in any case of letters", () => {
    for (const name of [
      "Path",
      "PATH",
      "ComSpec",
      "windir",
      "TEMP",
      "SystemRoot",
      "SystemDrive",
      "a b",
      "A=B",
      "",
    ])
      assert.throws(
        () => toVariables({ [name]: "x" }, "windows"),
        (error) => isFault(error, "SERVER_VARIABLE_REFUSED"),
      );
    assert.equal(toVariables({ PATH: "/opt/bin:$PATH" }, "linux").length, 1);
  });
});
