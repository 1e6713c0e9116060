/** A message to one person. Header fields are one line each; whatever could break out of them is removed. */
export interface MailMessage {
  /** Names this message for ever: sent again, it has the same Message-ID (RFC 5322, 3.6.4), which is how receivers recognise a repeat. */
  readonly id: string;
  /** One bare address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mail {
  /**
   * Hands the message to the mail server. Keyed by its id: after an unknown outcome it may be sent again.
   * Throws MAIL_UNREACHABLE (try again later) and MAIL_REFUSED (the server doesn't take it, for good).
   */
  send(message: MailMessage): Promise<void>;
  /** Ends kept connections. */
  close(): void;
}
