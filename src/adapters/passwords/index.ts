export { createPasswords } from "./passwords.ts";
export type { Passwords, PasswordVerdict } from "./contract/index.ts";
