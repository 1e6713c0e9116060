import { withoutInvisible } from "../../core/markdown.ts";

/** `2026-11-22 07:33 UTC`, for places that know no reader's clock. */
export function toUtc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** A text between backticks, as it is to be typed. */
export function toTyped(text: string): string {
  return withoutInvisible(text).replace(/[`<>]/g, "");
}

/** Where the link of an invitation leads. */
export function activationUrl({ publicUrl }: { readonly publicUrl: string }, token: string): string {
  return `${publicUrl.replace(/\/$/, "")}/activate/${token}`;
}
