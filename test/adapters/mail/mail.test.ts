import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { createMail, type Mail } from "../../../src/adapters/mail/index.ts";
import { loadConfig } from "../../../src/config/index.ts";
import { isFault } from "../../../src/core/errors.ts";
import { startMailSink, type MailSink } from "../../support/mail-sink.ts";

const KEYS = `test:${Buffer.alloc(32, 7).toString("base64")}`;

function mailTo(url: string, timeoutMs?: number): Mail {
  const config = loadConfig({
    SECRETS_KEYS: KEYS,
    SMTP_URL: url,
    MAIL_FROM: "Ployst <ployst@team.example>",
  });
  assert.ok(config.mail !== undefined);
  return createMail(config.mail, timeoutMs);
}

const message = {
  id: "0198",
  to: "jon@team.example",
  subject: "Welcome",
  text: "Come in: https://x.example/activate/abc",
  html: "<p>Come in</p>",
};

describe("mail", () => {
  let sink: MailSink;
  let mail: Mail;
  afterEach(async () => {
    mail.close();
    await sink.close();
  });

  it("arrives with its sender, address, subject, both texts and its own Message-ID", async () => {
    sink = await startMailSink();
    mail = mailTo(sink.url);

    await mail.send(message);

    const [got] = sink.received;
    assert.deepEqual([got?.from, got?.to], ["ployst@team.example", ["jon@team.example"]]);
    for (const part of [
      /^From: Ployst <ployst@team\.example>/m,
      /^Subject: Welcome/m,
      /^Message-ID: <0198@team\.example>/m,
      /^Auto-Submitted: auto-generated/m,
      /activate\/abc/,
      /<p>Come in<\/p>/,
    ])
      assert.match(got?.raw ?? "", part);
  });

  it("lets nobody put a header or a second address into it", async () => {
    sink = await startMailSink();
    mail = mailTo(sink.url);

    await mail.send({ ...message, subject: "Hi\r\nBcc: eve@evil.example\r\n\r\nbody" });
    await mail.send({ ...message, to: "jon@team.example, eve@evil.example" }).catch(() => undefined);
    await mail
      .send({ ...message, to: "jon@team.example\r\nRCPT TO:<eve@evil.example>" })
      .catch(() => undefined);

    assert.ok(sink.received.every(({ to }) => !to.includes("eve@evil.example")));
    assert.doesNotMatch(sink.received[0]?.raw ?? "", /^Bcc:/m);
  });

  it("that the server will never take is refused for good", async () => {
    sink = await startMailSink({
      onRcptTo(_address, _session, done) {
        done(Object.assign(new Error("no such user"), { responseCode: 550 }));
      },
    });
    mail = mailTo(sink.url);

    await assert.rejects(mail.send(message), (error) => isFault(error, "MAIL_REFUSED") && !error.retryable);
  });

  it("that the server doesn't take now is tried again", async () => {
    sink = await startMailSink({
      onRcptTo(_address, _session, done) {
        done(Object.assign(new Error("greylisted"), { responseCode: 451 }));
      },
    });
    mail = mailTo(sink.url);

    await assert.rejects(
      mail.send(message),
      (error) => isFault(error, "MAIL_UNREACHABLE") && error.retryable,
    );
  });

  it("is tried again where the password is wrong, and where nobody listens", async () => {
    sink = await startMailSink({
      authOptional: false,
      onAuth(_auth, _session, done) {
        done(Object.assign(new Error("no"), { responseCode: 535 }));
      },
    });
    mail = mailTo(sink.url.replace("//", "//user:secret@"));
    await assert.rejects(mail.send(message), (error) => isFault(error, "MAIL_UNREACHABLE"));
    mail.close();
    await sink.close();
    mail = mailTo(sink.url);

    await assert.rejects(mail.send(message), (error) => isFault(error, "MAIL_UNREACHABLE"));
    sink = await startMailSink();
  });
});

describe("a mail server that says nothing", () => {
  let silent: Server;
  before(async () => {
    silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
  });
  after(() => {
    silent.close();
  });

  it("is given up on", async () => {
    const address = silent.address();
    assert.ok(typeof address === "object" && address !== null);
    const mail = mailTo(`smtp://127.0.0.1:${String(address.port)}`, 50);

    await assert.rejects(mail.send(message), (error) => isFault(error, "MAIL_UNREACHABLE"));
    mail.close();
  });
});

describe("the mail settings", () => {
  const load = (env: Record<string, string>): ReturnType<typeof loadConfig>["mail"] =>
    loadConfig({ SECRETS_KEYS: KEYS, ...env }).mail;
  const from = "ployst@team.example";

  it("insist on TLS except on loopback", () => {
    assert.equal(load({ SMTP_URL: "smtp://mail.example", MAIL_FROM: from })?.tls, "required");
    assert.equal(load({ SMTP_URL: "smtps://mail.example", MAIL_FROM: from })?.tls, "implicit");
    assert.equal(load({ SMTP_URL: "smtp://127.0.0.1:25", MAIL_FROM: from })?.tls, "none");
  });

  it("take a password with any character, and the ports of the standard", () => {
    const server = load({ SMTP_URL: "smtp://me:p%40ss%2F@mail.example", MAIL_FROM: from });

    assert.deepEqual([server?.user, server?.password, server?.port], ["me", "p@ss/", 587]);
    assert.equal(load({ SMTP_URL: "smtps://mail.example", MAIL_FROM: from })?.port, 465);
  });

  it("are both there or none, and never print the password", () => {
    assert.throws(() => load({ SMTP_URL: "smtp://mail.example" }), /MAIL_FROM/);
    assert.throws(
      () => load({ SMTP_URL: "http://me:hunter2@mail.example", MAIL_FROM: from }),
      (error) => error instanceof Error && /SMTP_URL/.test(error.message) && !/hunter2/.test(error.message),
    );
    assert.throws(() => load({ SMTP_URL: "smtp://x.example", MAIL_FROM: "a@b\r\nBcc: c@d" }), /MAIL_FROM/);
    assert.equal(load({}), undefined);
  });
});
