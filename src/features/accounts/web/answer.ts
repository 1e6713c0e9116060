import { Fault, type FaultKind } from "../../../core/fault.ts";
import type { HttpHandler, HttpRequest, HttpResponse } from "../../../core/http.ts";
import { page } from "../../../core/page.ts";
import { sentenceHtml } from "./page-parts.ts";

const STATUS: Readonly<Record<FaultKind, number>> = {
  input: 400,
  signin: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  unavailable: 503,
  configuration: 503,
};

/** A person is looking: known failures become a page with the way on. Unknown ones go to the server's handler. */
export function withPages(
  handler: (request: HttpRequest) => Promise<HttpResponse>,
  toPage: (status: number, fault: Fault) => HttpResponse = failedPage,
): HttpHandler {
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return toPage(STATUS[error.kind], error);
    }
  };
}

function failedPage(status: number, fault: Fault): HttpResponse {
  return page({
    status,
    title: "That didn't work",
    body: `<p>${sentenceHtml(fault.sentence)}</p><p><a href="/account">Account page</a></p>`,
  });
}
