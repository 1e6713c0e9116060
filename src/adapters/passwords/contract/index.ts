export type PasswordVerdict =
  | { readonly kind: "good" }
  /** `advice` is a sentence for whoever typed it; it holds nothing of the password. */
  | { readonly kind: "refused"; readonly advice: string };

export interface Passwords {
  /**
   * Would it hold? Long enough, guessed only with more than 10^8 tries, not made of what is known of the person
   * (`about`: name, address, …), and no longer than bcrypt reads (72 bytes).
   */
  judge(password: string, about: readonly string[]): Promise<PasswordVerdict>;
  /** bcrypt. Only for what `judge` found good: throws an Error for what bcrypt would cut off. */
  hash(password: string): Promise<string>;
  /** Takes as long for somebody without a hash as for somebody with one, so that the time tells nobody apart. */
  matches(password: string, hash: string | undefined): Promise<boolean>;
}
