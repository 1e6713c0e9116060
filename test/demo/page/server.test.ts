import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { findFile } from "../../../demo/page/files.ts";
import { startPage } from "../../../demo/page/index.ts";
import { openPage, type OpenPage } from "./open-page.ts";

describe("the demo's page server", () => {
  let page: OpenPage;

  before(async () => {
    page = await openPage();
  });

  after(async () => {
    await page.close();
  });

  it("serves the page with a policy that lets nothing inline or foreign run", async () => {
    const response = await fetch(page.url);
    const policy = response.headers.get("content-security-policy") ?? "";

    assert.equal(response.status, 200);
    assert.match(await response.text(), /<title>Ployst demo<\/title>/);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.doesNotMatch(policy, /unsafe|https?:\/\/(?!127\.0\.0\.1)/);
  });

  it("serves every script and style of its folder, and nothing else", async () => {
    for (const folder of ["script", "style"]) {
      const names = await readdir(new URL(`../../../demo/page/public/${folder}`, import.meta.url));
      for (const name of names) {
        assert.notEqual(await findFile(`/${folder}/${name}`), undefined, `${folder}/${name} is not listed`);
      }
    }
    for (const path of ["../server.ts", "script/../../server.ts", "tsconfig.json", "constructor"]) {
      assert.equal((await fetch(`${page.url}${path}`)).status, 404, path);
    }
  });

  it("refuses a name of somebody else's that points here", async () => {
    const status = await statusWith(page.url, { host: "attacker.example" });

    assert.equal(status, 421);
  });

  it("refuses what a page of elsewhere sends", async () => {
    const response = await fetch(`${page.url}api/lab`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://attacker.example" },
      body: JSON.stringify({ act: "install", by: "mira" }),
    });

    assert.equal(response.status, 403);
    assert.equal(page.scene.lab.deliveries.length, 0);
  });

  it("answers bad input with a sentence, and goes on", async () => {
    for (const body of ["{", "[]", "{}", { person: 1 }, { act: "rm -rf", by: "mira" }]) {
      for (const path of ["api/say", "api/click", "api/dialog", "api/lab"]) {
        const answer = await page.post(path, body);
        assert.equal(answer.status, 400, `${path} ${JSON.stringify(body)}`);
        assert.equal(typeof answer.body["error"], "string");
      }
    }
    assert.equal((await page.post("api/say", `"${"x".repeat(70_000)}"`)).status, 400);
    assert.equal((await page.post("api/nothing", {})).status, 404);
    assert.equal((await fetch(page.url, { method: "DELETE" })).status, 405);
    assert.equal((await fetch(page.url)).status, 200);
  });

  it("takes another port when the wanted one is taken", async () => {
    const taken = Number(new URL(page.url).port);
    const second = await startPage(page.scene, { port: taken });

    assert.notEqual(second.url, page.url);
    assert.equal((await fetch(second.url)).status, 200);
    await second.close();
  });
});

/** fetch() sets the Host header itself. */
function statusWith(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });
}
