import { z } from "zod";
import { faults } from "../../core/errors.ts";

const envelopeSchema = z.object({
  v: z.literal(1),
  keyId: z.string(),
  /** iv, key and tag of the wrapped data key, one after the other. */
  wrappedKey: z.base64(),
  iv: z.base64(),
  ciphertext: z.base64(),
  tag: z.base64(),
});

/** A sealed value as it stands in a column. */
export type Envelope = z.infer<typeof envelopeSchema>;

/** Throws SECRET_UNREADABLE for what no vault wrote. */
export function readEnvelope(sealed: string): Envelope {
  let json: unknown;
  try {
    json = JSON.parse(sealed);
  } catch {
    throw faults.SECRET_UNREADABLE();
  }
  const parsed = envelopeSchema.safeParse(json);
  if (!parsed.success) throw faults.SECRET_UNREADABLE();
  return parsed.data;
}
