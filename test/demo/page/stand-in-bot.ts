import { once } from "node:events";
import { createServer } from "node:http";
import { isJsonObject, type JsonObject } from "../../../demo/teams/connector/model.ts";

export interface StandInBot {
  readonly url: string;
  /** Every activity that it was sent. */
  readonly heard: JsonObject[];
  /** What it answers to the next invokes; a status of 200 unless said. */
  answer: { status?: number; body?: JsonObject };
  close(): Promise<void>;
}

/** Something at the other end of Teams that only listens, and answers invokes as it is told. */
export async function startStandInBot(): Promise<StandInBot> {
  const heard: JsonObject[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const activity: unknown = JSON.parse(text);
      if (isJsonObject(activity)) heard.push(activity);
      response.writeHead(bot.answer.status ?? 200, { "content-type": "application/json" });
      response.end(JSON.stringify(bot.answer.body ?? {}));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const bot: StandInBot = {
    url: `http://127.0.0.1:${String(address.port)}/api/messages`,
    heard,
    answer: {},
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return bot;
}
