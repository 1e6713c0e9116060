import assert from "node:assert/strict";
import { findForeignSign } from "../../../src/adapters/msteams/local-sender.ts";

const own = { host: "127.0.0.1:3978", "content-type": "application/json" };

describe("who may speak in local mode", () => {
  for (const [host, type] of [
    ["127.0.0.1:3978", "application/json"],
    ["localhost", "application/json; charset=utf-8"],
    ["[::1]:3978", "application/json"],
  ] as const) {
    it(`hears ${host}`, () => {
      assert.equal(findForeignSign({ host, "content-type": type }, "127.0.0.1"), undefined);
    });
  }

  const foreign: readonly (readonly [string, Record<string, string>, string])[] = [
    ["another machine", own, "10.0.0.7"],
    ["a web page", { ...own, origin: "https://evil.example" }, "127.0.0.1"],
    ["a web page of no origin", { ...own, origin: "null" }, "127.0.0.1"],
    ["a name that was pointed at loopback", { ...own, host: "evil.example" }, "127.0.0.1"],
    ["a name that begins like loopback", { ...own, host: "127.0.0.1.evil.example" }, "127.0.0.1"],
    ["a tunnel", { ...own, "x-forwarded-for": "203.0.113.9" }, "127.0.0.1"],
    ["a form", { ...own, "content-type": "text/plain" }, "127.0.0.1"],
    ["no host", { "content-type": "application/json" }, "127.0.0.1"],
  ];
  for (const [who, headers, address] of foreign) {
    it(`does not hear ${who}`, () => {
      assert.equal(typeof findForeignSign(headers, address), "string");
    });
  }
});
