import { faults, isFault } from "../core/errors.ts";
import type { Fault, FaultKind } from "../core/fault.ts";
import { htmlResponse, jsonResponse, type HttpResponse } from "../core/http.ts";
import type { Log } from "../core/log.ts";
import { newReference } from "../core/reference.ts";

const STATUS_OF_KIND: Readonly<Record<FaultKind, number>> = {
  input: 400,
  signin: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  unavailable: 503,
  configuration: 503,
};

const STATUS_OF_CODE: Readonly<Record<string, number>> = { REQUEST_TOO_BIG: 413, REQUEST_ENCODED: 415 };

const INTERNAL = 500;

/** What went wrong, for the one who asked: a known fault's own sentence, or a reference that the log has too. */
export function toFailureResponse(error: unknown, wantsPage: boolean, log: Log): HttpResponse {
  if (isFault(error)) return toFaultResponse(error, wantsPage, log);
  const reference = newReference();
  log.error({ err: error, reference }, "request failed");
  if (wantsPage) return toPage(INTERNAL, faults.SOMETHING_BROKE({ reference }).sentence);
  return jsonResponse(INTERNAL, { code: "Internal", reference });
}

function toFaultResponse(fault: Fault, wantsPage: boolean, log: Log): HttpResponse {
  const status = STATUS_OF_CODE[fault.code] ?? STATUS_OF_KIND[fault.kind];
  log.info({ code: fault.code, status }, "request refused");
  if (wantsPage) return toPage(status, fault.sentence);
  return jsonResponse(status, { code: fault.code, message: fault.sentence });
}

function toPage(status: number, sentence: string): HttpResponse {
  const text = escapeHtml(sentence);
  return htmlResponse(
    status,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Ployst</title></head><body><main><p>${text}</p></main></body></html>`,
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
