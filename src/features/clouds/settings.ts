import { z } from "zod";
import type { CloudRecord } from "../../adapters/store/contract/index.ts";

const Texts = z.record(z.string(), z.string());

/** A cloud's settings as a driver takes them. */
export function readSettings({ settings }: Pick<CloudRecord, "settings">): Readonly<Record<string, string>> {
  return Texts.parse(settings);
}
