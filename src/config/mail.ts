import { z } from "zod";
import { optionalSetting } from "./setting.ts";
import { isLoopbackHost, textLike } from "./values.ts";

/** Where mail is handed in, and in whose name. */
export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte; `required`: STARTTLS or nothing; `none`: loopback only. */
  readonly tls: "implicit" | "required" | "none";
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** As it stands in From: a bare address or `Name <address>`. */
  readonly from: string;
}

export type SmtpServer = Omit<MailConfig, "from">;

const SUBMISSION = 587;
const SUBMISSION_TLS = 465;

/** RFC 6409 and RFC 8314: submission with STARTTLS (smtp:) or with TLS at once (smtps:). */
function smtpUrl(): z.ZodType<SmtpServer, string> {
  return z.string().transform((text, context) => {
    const url = URL.parse(text);
    const isSmtp = url !== null && (url.protocol === "smtp:" || url.protocol === "smtps:");
    if (isSmtp && url.hostname !== "" && ["", "/"].includes(url.pathname) && url.search === "")
      return toServer(url);
    context.addIssue("expected smtp://[user:password@]host[:port] or smtps://…");
    return z.NEVER;
  });
}

function toServer(url: URL): SmtpServer {
  const isImplicit = url.protocol === "smtps:";
  const fallback = isImplicit ? SUBMISSION_TLS : SUBMISSION;
  const open = isLoopbackHost(url.hostname) ? "none" : "required";
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? fallback : Number(url.port),
    tls: isImplicit ? "implicit" : open,
    user: url.username === "" ? undefined : decodeURIComponent(url.username),
    password: url.password === "" ? undefined : decodeURIComponent(url.password),
  };
}

export const mailSection = {
  title: "Mail",
  description:
    "Where invitations are sent from. Both or none; without them invitations reach people in Teams, or as a link to hand over.",
  settings: {
    server: optionalSetting({
      name: "SMTP_URL",
      schema: smtpUrl(),
      isSecret: true,
      example: "smtp://ployst:password@mail.example.com:587",
      description:
        "The mail server. `smtp://` insists on STARTTLS (except on loopback), `smtps://` begins with TLS.",
    }),
    from: optionalSetting({
      name: "MAIL_FROM",
      schema: textLike(
        /^(?:[^<>\r\n"]{1,64} <[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/,
        "an address, or a name and <address>",
      ),
      example: "Ployst <ployst@example.com>",
      description: "Sender of the invitations.",
    }),
  },
} as const;
