import type { ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";
import type { Caller } from "../auth/caller.ts";

/** One request the lab received. */
export interface RecordedRequest {
  method: string;
  /** Without the API prefix and the query. */
  path: string;
  /** `?a=b`, or empty. */
  query: string;
  api: boolean;
  /** "bad": credentials GitHub refuses; "basic": client id and secret. */
  token: "app-jwt" | "installation" | "user" | "none" | "basic" | "bad";
  /** Whose user token. */
  login?: string;
  installationId?: number;
  at: Date;
  /** Undefined until answered; stays so when the connection was cut. */
  status?: number;
}

interface Arrival {
  method: string;
  path: string;
  query: string;
  isApi: boolean;
  caller: Caller | Answer;
  at: Date;
}

export class RequestLog {
  readonly all: RecordedRequest[] = [];

  record(arrival: Arrival, response: ServerResponse, { basic }: { basic: boolean }): void {
    const { method, path, query, isApi, caller, at } = arrival;
    const entry: RecordedRequest = { method, path, query, api: isApi, token: "bad", at };
    if (!("status" in caller)) {
      entry.token = caller.kind === "none" && basic ? "basic" : caller.kind;
      if (caller.kind === "user") entry.login = caller.user.login;
      if (caller.kind === "installation") entry.installationId = caller.installation.id;
    }
    response.once("finish", () => {
      entry.status = response.statusCode;
    });
    this.all.push(entry);
  }

  clear(): void {
    this.all.length = 0;
  }
}
