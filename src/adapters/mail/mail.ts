import { createTransport } from "nodemailer";
import type { MailConfig } from "../../config/mail.ts";
import { faults } from "../../core/errors.ts";
import { withoutInvisible } from "../../core/markdown.ts";
import type { Mail, MailMessage } from "./contract/index.ts";

const TIMEOUT_MS = 10_000;
const CONNECTIONS = 2;
/** RFC 5321, 4.2.1: 5yz is a permanent refusal, 4yz a passing one. */
const PERMANENT = 500;

/**
 * Mail by SMTP submission (RFC 6409) over a few kept connections. Nothing of a message but its own text is sent:
 * nodemailer may neither read files nor fetch addresses for it.
 */
export function createMail(config: MailConfig, timeoutMs = TIMEOUT_MS): Mail {
  const { host, port, tls, user, password, from } = config;
  const transport = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    host,
    port,
    secure: tls === "implicit",
    requireTLS: tls === "required",
    ignoreTLS: tls === "none",
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user !== undefined && { auth: { user, pass: password ?? "" } }),
  });
  const domain = domainOf(from);
  return {
    send: async ({ id, to, subject, text, html }: MailMessage) => {
      try {
        await transport.sendMail({
          from,
          to: { name: "", address: to },
          subject: withoutInvisible(subject).replace(/\s+/g, " "),
          text,
          html,
          messageId: `<${id}@${domain}>`,
          headers: { "Auto-Submitted": "auto-generated" },
        });
      } catch (error) {
        throw isPermanent(error) ? faults.MAIL_REFUSED() : faults.MAIL_UNREACHABLE();
      }
    },
    close: () => {
      transport.close();
    },
  };
}

function domainOf(from: string): string {
  return /@([^<>\s@]+)>?$/.exec(from)?.[1] ?? "localhost";
}

/** A wrong password is mended by whoever runs this, and the message then still goes out. */
function isPermanent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return code !== "EAUTH" && typeof responseCode === "number" && responseCode >= PERMANENT;
}
