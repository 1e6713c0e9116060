import { once } from "node:events";
import { createServer } from "node:http";

/** Jenkins as its remote access API answers, as far as we use it. Knows nothing of our own types. */
export interface FakeJenkins {
  readonly url: string;
  readonly asked: { readonly method: string; readonly path: string; readonly body: string }[];
  /** The build of `team/app` that was asked for leaves the queue. */
  leaveQueue(): void;
  finish(result: string): void;
  /** What build 7 was given. */
  parameters: readonly { readonly name: string; readonly value?: string | boolean }[];
  close(): void;
}

const USER = `Basic ${Buffer.from("mira:11aa").toString("base64")}`;
const LOG = "Started by user mira\n[Pipeline] stage\nGrüße\nFinished\n";

export async function startFakeJenkins(): Promise<FakeJenkins> {
  const asked: FakeJenkins["asked"] = [];
  const state = { queued: true, result: null as string | null };
  const given: Pick<FakeJenkins, "parameters"> = { parameters: [{ name: "BRANCH", value: "main" }] };
  const build = () => ({
    _class: "org.jenkinsci.plugins.workflow.job.WorkflowRun",
    number: 7,
    url: "http://localhost:8080/job/team/job/app/7/",
    result: state.result,
    building: state.result === null,
    timestamp: 1_795_000_000_000,
    duration: state.result === null ? 0 : 61_000,
    description: null,
    actions: [
      {},
      { _class: "hudson.model.ParametersAction", parameters: given.parameters },
      { _class: "hudson.model.CauseAction" },
    ],
  });
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { method = "", url: path = "" } = request;
      asked.push({ method, path, body });
      // In two steps: restify, where it is loaded too, lets writeHead answer nothing.
      const answer = (status: number, headers: Record<string, string>, text = ""): void => {
        response.writeHead(status, headers);
        response.end(text);
      };
      const json = (value: unknown, status = 200): void => {
        answer(status, { "content-type": "application/json", "x-jenkins": "2.500" }, JSON.stringify(value));
      };
      const is = (prefix: string): boolean => path === prefix || path.startsWith(`${prefix}?`);
      if (request.headers.authorization !== USER) {
        // Jenkins lets the anonymous in where it is so configured.
        if (is("/whoAmI/api/json")) json({ name: "anonymous", authenticated: true, anonymous: true });
        else answer(403, { "content-type": "text/html" }, "<html>Authentication required</html>");
      } else if (is("/whoAmI/api/json"))
        json({ name: "mira", authenticated: true, anonymous: false, authorities: [] });
      else if (is("/job/team/job/app/api/json")) json({ url: "x", buildable: true, lastBuild: build() });
      else if (is("/job/team/api/json")) json({ url: "x" });
      else if (is("/job/team/job/app/7/api/json")) json(build());
      else if (
        method === "POST" &&
        (is("/job/team/job/app/build") || is("/job/team/job/app/buildWithParameters"))
      )
        answer(201, { location: "http://localhost:8080/queue/item/42/" });
      else if (is("/queue/item/42/api/json"))
        json(
          state.queued
            ? { why: "Waiting for next available executor", cancelled: false }
            : { why: null, cancelled: false, executable: { number: 7, url: "x" } },
        );
      else if (is("/job/team/job/app/7/logText/progressiveText")) {
        const start = Number(new URL(path, "http://x").searchParams.get("start"));
        const whole = Buffer.from(LOG);
        response.writeHead(200, {
          "content-type": "text/plain;charset=utf-8",
          "x-text-size": String(whole.length),
          ...(state.result === null && { "x-more-data": "true" }),
        });
        response.end(whole.subarray(start));
      } else answer(404, { "content-type": "text/html" }, "<html>Not found</html>");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return Object.assign(given, {
    url: typeof address === "object" && address !== null ? `http://127.0.0.1:${String(address.port)}` : "",
    asked,
    leaveQueue: () => {
      state.queued = false;
    },
    finish: (result: string) => {
      state.result = result;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}
