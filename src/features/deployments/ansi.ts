const ESCAPE = String.fromCharCode(0x1b);
const SEQUENCE = new RegExp(`${ESCAPE}\\[[0-9;?]*[ -/]*[@-~]`, "g");

/** Without what colors the text and moves the cursor (ECMA-48, section 5.4). */
export function withoutColors(text: string): string {
  return text.replace(SEQUENCE, "");
}
