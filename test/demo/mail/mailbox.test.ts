import assert from "node:assert/strict";
import { createMail, type Mail } from "../../../src/adapters/mail/index.ts";
import { Mailbox } from "../../../demo/mail/mailbox.ts";
import { startMailServer, type MailServer } from "../../../demo/mail/server.ts";

describe("the demo's mailbox", () => {
  let mailbox: Mailbox;
  let server: MailServer;
  let mail: Mail;

  beforeEach(async () => {
    mailbox = new Mailbox();
    server = await startMailServer(mailbox);
    mail = createMail({
      ...{ host: "127.0.0.1", port: Number(new URL(server.url).port), tls: "none" },
      ...{ user: undefined, password: undefined, from: "Ployst <ployst@contoso.example>" },
    });
  });

  afterEach(async () => {
    mail.close();
    await server.close();
  });

  const send = (subject: string, text: string) =>
    mail.send({ id: "1", to: "ada@contoso.example", subject, text, html: "<p>Not this</p>" });

  it("shows what came as people wrote it, umlauts and long lines included, and its links to this machine", async () => {
    const link = `http://127.0.0.1:4000/activate/${"a".repeat(80)}`;
    const words = "Zoë = 100 % of the team. ".repeat(8).trim();
    const subject = `Zoë ✉ invites you to team ${"Größe ".repeat(12).trim()}`;

    await send(subject, `${words}\n${link}\nhttps://evil.example/activate/x ${link}`);

    const [letter] = mailbox.letters;
    assert.equal(letter?.to, "ada@contoso.example");
    assert.equal(letter.subject, subject);
    assert.equal(letter.text, `${words}\n${link}\nhttps://evil.example/activate/x ${link}`);
    assert.deepEqual(letter.links, [link]);
  });

  it("keeps mails in their order, and tells who listens until they stop", async () => {
    const heard: string[] = [];
    const forget = mailbox.onLetter(({ subject }) => heard.push(subject));

    await send("first", "text");
    forget();
    await send("second", "日本語のメールです。".repeat(9));

    assert.deepEqual(heard, ["first"]);
    assert.deepEqual(
      mailbox.letters.map(({ subject }) => subject),
      ["first", "second"],
    );
    assert.equal(mailbox.letters[1]?.text, "日本語のメールです。".repeat(9));
  });
});
