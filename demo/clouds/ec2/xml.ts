import type { Outgoing } from "../http/server.ts";

/** What an answer holds; undefined is left out, a list's parts are `item`s. */
export type Content =
  string | number | boolean | undefined | readonly Content[] | { readonly [name: string]: Content };

const HEADERS = { "content-type": "text/xml;charset=UTF-8" };
const REQUEST_ID = "59dbff89-35bd-4eac-99ed-be587EXAMPLE";
const NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

/** docs.aws.amazon.com/AWSEC2/latest/APIReference: `<ActionResponse xmlns=…><requestId>…`. */
export function answerOf(action: string, content: { readonly [name: string]: Content }): Outgoing {
  const inner = render({ requestId: REQUEST_ID, ...content });
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="${NAMESPACE}">${inner}</${action}Response>`;
  return { status: 200, headers: HEADERS, body };
}

/** "Error codes for the Amazon EC2 API", example error response. */
export function errorOf(status: number, code: string, message: string): Outgoing {
  const errors = render({ Errors: { Error: { Code: code, Message: message } }, RequestID: REQUEST_ID });
  return {
    status,
    headers: HEADERS,
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${errors}</Response>`,
  };
}

function render(content: Content): string {
  if (content === undefined) return "";
  if (isList(content)) return content.map((part) => `<item>${render(part)}</item>`).join("");
  if (typeof content !== "object") return escape(String(content));
  return Object.entries(content)
    .filter(([, part]) => part !== undefined)
    .map(([name, part]) => `<${name}>${render(part)}</${name}>`)
    .join("");
}

function isList(content: Content): content is readonly Content[] {
  return Array.isArray(content);
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
