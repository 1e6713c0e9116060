import assert from "node:assert/strict";
import { faults } from "../../src/core/errors.ts";
import { emptyResponse, htmlResponse, jsonResponse, redirectResponse } from "../../src/core/http.ts";
import { openSocket, startServer, type RunningServer } from "./support.ts";

describe("the HTTP server", () => {
  let running: RunningServer;

  before(async () => {
    running = await startServer(
      (server) => {
        server.route("POST", "/echo/:name", async (request) =>
          jsonResponse(200, {
            path: request.path,
            name: request.params["name"],
            query: request.query.get("q"),
            header: request.headers["x-test"],
            cookies: request.cookies,
            body: (await request.body()).toString("utf8"),
            again: (await request.body()).length,
          }),
        );
        server.route("GET", "/page", async () => htmlResponse(200, "<p>hello</p>"));
        server.route("GET", "/go", async () =>
          redirectResponse("https://example.com/", [{ name: "browser", value: "a b", maxAgeSeconds: 60 }]),
        );
        server.route("GET", "/nothing", async () => emptyResponse(204));
        for (const method of ["GET", "POST"] as const)
          server.route(method, "/fault", () => Promise.reject(faults.SIGN_IN_LINK_GONE()));
        server.route("GET", "/broken", () => Promise.reject(new Error("password is hunter2")));
        server.route("GET", "/thrown", () => {
          throw new Error("password is hunter2");
        });
      },
      { isSecure: true },
    );
  });

  after(async () => {
    await running.server.close();
  });

  it("hands a handler plain values", async () => {
    const response = await fetch(`${running.url}/echo/a%2Fb?q=1%202`, {
      method: "POST",
      headers: { "x-test": "yes", cookie: "one=1; two=%20; one=3; broken=%zz" },
      body: "héllo",
    });

    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), {
      path: "/echo/a%2Fb",
      name: "a/b",
      query: "1 2",
      header: "yes",
      cookies: { one: "1", two: " ", broken: "%zz" },
      body: "héllo",
      again: 6,
    });
  });

  it("sends pages with a strict policy and no caching", async () => {
    const response = await fetch(`${running.url}/page`);

    assert.match(response.headers.get("content-security-policy") ?? "", /default-src 'none'/);
    assert.doesNotMatch(response.headers.get("content-security-policy") ?? "", /unsafe-inline/);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.equal(response.headers.get("referrer-policy"), "no-referrer");
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.equal(response.headers.get("server"), null);
  });

  it("sets cookies that scripts and other sites can't use", async () => {
    const response = await fetch(`${running.url}/go`, { redirect: "manual" });

    assert.equal(response.status, 303);
    assert.deepEqual(response.headers.getSetCookie(), [
      "browser=a%20b; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure",
    ]);
  });

  it("answers without a body", async () => {
    const response = await fetch(`${running.url}/nothing`);

    assert.equal(response.status, 204);
    assert.equal(await response.text(), "");
  });

  it("tells a known fault with its sentence", async () => {
    const response = await fetch(`${running.url}/fault`);

    assert.equal(response.status, 409);
    assert.deepEqual(await response.json(), {
      code: "SIGN_IN_LINK_GONE",
      message: faults.SIGN_IN_LINK_GONE().sentence,
    });
  });

  for (const path of ["/broken", "/thrown"])
    it(`tells nothing of an unknown failure but its reference (${path})`, async () => {
      const response = await fetch(`${running.url}${path}`);
      const text = await response.text();

      assert.equal(response.status, 500);
      assert.match(text, /^\{"code":"Internal","reference":"[0-9A-Z]{5}"\}$/);
      const [line] = running.lines.filter(({ fields }) => text.includes(String(fields["reference"])));
      assert.equal(line?.level, "error");
      assert.ok(line.fields["err"] instanceof Error);
    });

  for (const method of ["GET", "POST"])
    it(`shows a browser a page instead after ${method}, with user text inert`, async () => {
      const response = await fetch(`${running.url}/fault`, { method, headers: { accept: "text/html,*/*" } });

      assert.equal(response.status, 409);
      assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
      assert.match(await response.text(), /<p>This sign-in link has expired/);
    });

  for (const [method, path, status] of [
    ["GET", "/unknown", 404],
    ["GET", "/echo/x", 405],
    ["POST", "/echo/%zz", 404],
    ["GET", "//evil.example/%00", 404],
  ] as const)
    it(`answers ${String(status)} to ${method} ${path} without repeating the path`, async () => {
      const response = await fetch(`${running.url}${path}`, { method });

      assert.equal(response.status, status);
      assert.doesNotMatch(await response.text(), /unknown|echo|evil/);
    });

  it("survives garbage instead of HTTP", async () => {
    const { socket, ended } = openSocket(running.port);

    socket.write("\u0016\u0003\u0001 garbage\r\n\r\n");

    assert.match(await ended, /^HTTP\/1\.1 400/);
    assert.equal((await fetch(`${running.url}/page`)).status, 200);
  });
});

describe("the client's address", () => {
  for (const [trustProxy, forwarded, expected] of [
    [0, "9.9.9.9", "127.0.0.1"],
    [1, "6.6.6.6, 9.9.9.9", "9.9.9.9"],
    [2, "6.6.6.6, 9.9.9.9, 10.0.0.1", "9.9.9.9"],
    [2, "9.9.9.9", "127.0.0.1"],
    [1, "6.6.6.6:1, 9.9.9.9:50001", "9.9.9.9"],
    [1, "[2001:db8::9]:50001", "2001:db8::9"],
    [1, "[2001:db8::9]", "2001:db8::9"],
    [1, "2001:db8::9", "2001:db8::9"],
  ] as const)
    it(`is ${expected} behind ${String(trustProxy)} proxies that say ${forwarded}`, async () => {
      const { server, url } = await startServer(
        (http) => {
          http.route("GET", "/", async ({ remoteAddress }) => jsonResponse(200, remoteAddress));
        },
        { trustProxy },
      );

      const response = await fetch(url, { headers: { "x-forwarded-for": forwarded } });

      assert.equal(await response.json(), expected);
      await server.close();
    });
});
