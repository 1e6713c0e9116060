import type { IncomingMessage } from "node:http";
import { z } from "zod";

const Fields = z.record(z.string(), z.unknown());

/** Reads a JSON object or a form as plain fields; undefined when the body is neither. Repeated form names make arrays. */
export async function readBody(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", resolve);
    request.once("error", reject);
  });
  const text = Buffer.concat(chunks).toString("utf8");
  if (text === "") return {};
  if (request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true) {
    return readForm(new URLSearchParams(text));
  }
  try {
    const parsed = Fields.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function readForm(form: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}
