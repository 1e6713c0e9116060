// Untested on a Windows machine: https://learn.microsoft.com/windows/win32/procthread/environment-variables says where
// the machine's variables are, and that programs hear of a change by WM_SETTINGCHANGE. Which ones are Ployst's is kept
// beside its own name. sshd hands on what it was started with: a new session has them when its service was restarted.
const SCRIPT = String.raw`
$ErrorActionPreference = 'Stop'
$given = [Console]::In.ReadToEnd().Trim()
$json = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($given))
$wanted = @{}
$list = ConvertFrom-Json $json
foreach ($one in $list) { $wanted[$one.name] = $one.value }
$variables = 'HKLM:\System\CurrentControlSet\Control\Session Manager\Environment'
$ours = 'HKLM:\Software\Ployst'
if (-not (Test-Path $ours)) { New-Item -Path $ours -Force | Out-Null }
$before = @((Get-ItemProperty -Path $ours).Environment | Where-Object { $_ })
$names = @($list | ForEach-Object { $_.name } | Where-Object { $_ } | Sort-Object -Unique)
Set-ItemProperty -Path $ours -Name Environment -Type MultiString -Value ([string[]]@($before + $names | Select-Object -Unique))
foreach ($name in $before) {
  if (-not $wanted.ContainsKey($name)) { Remove-ItemProperty -Path $variables -Name $name -ErrorAction SilentlyContinue }
}
foreach ($name in $names) { Set-ItemProperty -Path $variables -Name $name -Value $wanted[$name] -Type String }
Set-ItemProperty -Path $ours -Name Environment -Type MultiString -Value ([string[]]$names)
Add-Type -Namespace Ployst -Name Window -MemberDefinition @'
[DllImport("user32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
public static extern IntPtr SendMessageTimeout(IntPtr window, uint message, UIntPtr first, string second, uint flags, uint milliseconds, out UIntPtr result);
'@
$result = [UIntPtr]::Zero
[Ployst.Window]::SendMessageTimeout([IntPtr]0xffff, 0x1A, [UIntPtr]::Zero, 'Environment', 2, 5000, [ref]$result) | Out-Null
`;

type Entries = readonly (readonly [name: string, value: string])[];

export interface WindowsCommand {
  /** What the server's shell is told: the same for every environment. */
  readonly command: string;
  readonly stdin: Buffer;
}

/**
 * Makes the variables those of the machine that Ployst has set, and removes those that it set before. Names and values
 * are base64 of JSON on stdin: nothing in them means anything to a shell, and nobody sees them in a list of processes.
 * Untested on a Windows machine.
 */
export function toWindowsCommand(variables: Entries): WindowsCommand {
  const list = variables.map(([name, value]) => ({ name, value }));
  return {
    command: encodePowerShell(SCRIPT),
    stdin: Buffer.from(Buffer.from(JSON.stringify(list), "utf8").toString("base64"), "latin1"),
  };
}

/** Base64 of UTF-16 is what PowerShell takes as `-EncodedCommand`. */
export function encodePowerShell(script: string): string {
  const encoded = Buffer.from(script, "utf16le").toString("base64");
  return `powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -EncodedCommand ${encoded}`;
}
