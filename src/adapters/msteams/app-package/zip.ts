import { zipSync } from "fflate";

/** The three files of a Teams app, as Teams wants them: at the top of the zip, nothing beside them. */
export interface AppPackageFiles {
  readonly manifest: object;
  /** 192 x 192 pixels. */
  readonly color: Uint8Array;
  /** 32 x 32 pixels. */
  readonly outline: Uint8Array;
}

const SIZES = { color: 192, outline: 32 } as const;
const PNG_SIGNATURE = "89504e470d0a1a0a";
/** A zip knows no earlier year; with one date for all, the same content gives the same bytes. */
const MODIFIED = new Date(1980, 0, 1);

/** What is wrong with the icons, a sentence each; empty: nothing. */
export function checkIcons(files: AppPackageFiles): readonly string[] {
  return (["color", "outline"] as const).flatMap((name) => {
    const wanted = SIZES[name];
    const size = pngSize(files[name]);
    if (size === undefined) return [`${name}.png: isn't a PNG`];
    if (size.width === wanted && size.height === wanted) return [];
    const [is, must] = [
      `${String(size.width)} x ${String(size.height)}`,
      `${String(wanted)} x ${String(wanted)}`,
    ];
    return [`${name}.png: is ${is} pixels, must be ${must}`];
  });
}

/** The app's zip; the same files always give the same bytes. */
export function zipAppPackage({ manifest, color, outline }: AppPackageFiles): Uint8Array {
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  return zipSync(
    { "manifest.json": new TextEncoder().encode(text), "color.png": color, "outline.png": outline },
    { mtime: MODIFIED, level: 9 },
  );
}

function pngSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const buffer = Buffer.from(bytes);
  if (buffer.length < 24 || buffer.toString("hex", 0, 8) !== PNG_SIGNATURE) return undefined;
  return { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) };
}
