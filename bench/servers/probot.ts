import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { sayPort } from "../support/child.ts";

// The peer: Probot with a handler that does nothing. It keeps nothing: a delivery is lost with the process.

/** What is used of Probot; its package is only in bench/node_modules. */
interface ProbotModule {
  readonly createProbot: (options: object) => object;
  readonly createNodeMiddleware: (
    app: (probot: { on(event: string, handler: () => void): void }) => void,
    options: object,
  ) => Promise<(request: IncomingMessage, response: ServerResponse) => Promise<boolean>>;
}

const [, , secret = "", privateKey = ""] = process.argv;
const require = createRequire(path.join(import.meta.dirname, "../package.json"));
const location = pathToFileURL(require.resolve("probot")).href;
const { createProbot, createNodeMiddleware } = (await import(location)) as ProbotModule;
const probot = createProbot({ overrides: { appId: 1, privateKey, secret, logLevel: "fatal" } });
const listening = (app: { on(event: string, handler: () => void): void }): void => {
  for (const event of ["issues", "pull_request", "push", "issue_comment"]) app.on(event, () => undefined);
};
const handle = await createNodeMiddleware(listening, { probot, webhooksPath: "/github/webhooks" });
const server = createServer((request, response) => void handle(request, response));
server.listen(0, "127.0.0.1", () => {
  sayPort((server.address() as AddressInfo).port);
});
