import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { Browser, toText } from "../../../demo/story/browser.ts";

const PAGE = `<title>t</title><style>p{}</style><p>Who &amp; what&#39;s up?</p>
<a class="b" href="/next?a=1&amp;b=2">Go <em>on</em></a>
<form action="/first"><button name="as" value="x">Other</button></form>
<form method="post" action="/sent"><fieldset>contoso<input type="hidden" name="state" value="s&quot;1">
<input type="radio" name="all" value="yes" checked><input type="radio" name="all" value="no">
<input type="checkbox" name="one" value="1"><button name="as" value="mira">Continue as mira (Mira)</button></fieldset></form>`;

describe("the story's browser", () => {
  let server: Server;
  let origin: string;
  const seen: { url: string; cookie: string; body: string }[] = [];

  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8");
      request.on("data", (chunk: string) => (body += chunk));
      request.on("end", () => {
        seen.push({ url: request.url ?? "", cookie: request.headers.cookie ?? "", body });
        if (request.url === "/start")
          response.writeHead(302, { location: "/page", "set-cookie": "id=7; Path=/; HttpOnly" });
        if (request.url === "/loop") response.writeHead(302, { location: "/loop" });
        response.end(PAGE);
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    origin = `http://127.0.0.1:${String(address.port)}`;
  });

  beforeEach(() => seen.splice(0));

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it("follows redirects and brings cookies back to where they came from", async () => {
    const tab = await new Browser().open(`${origin}/start`);

    assert.equal(tab.url, `${origin}/page`);
    assert.deepEqual(
      seen.map(({ url, cookie }) => [url, cookie]),
      [
        ["/start", ""],
        ["/page", "id=7"],
      ],
    );
    assert.equal(toText(tab.html), "Who & what's up? Go on Other contoso Continue as mira (Mira)");
  });

  it("follows links and sends the form that has the button, as a browser would", async () => {
    const browser = new Browser();
    const tab = await browser.open(`${origin}/page`);

    await browser.follow(tab, "on");
    await browser.press(tab, "Continue as mira", "contoso");

    assert.equal(seen[1]?.url, "/next?a=1&b=2");
    assert.deepEqual(seen[2], { url: "/sent", cookie: "", body: "state=s%221&all=yes&as=mira" });
  });

  it("says what the page has when something isn't there", async () => {
    const browser = new Browser();
    const tab = await browser.open(`${origin}/page`);

    await assert.rejects(browser.follow(tab, "absent"), /no link "absent".*what's up/);
    await assert.rejects(browser.press(tab, "Continue as mira", "elsewhere"), /no button/);
    await assert.rejects(browser.open(`${origin}/loop`), /redirects/);
  });
});
