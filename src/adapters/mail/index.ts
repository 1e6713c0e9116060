export { createMail } from "./mail.ts";
export type { Mail, MailMessage } from "./contract/index.ts";
