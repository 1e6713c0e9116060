/** A word for a POSIX shell, inert whatever is in it; only a zero byte can't be said (POSIX, Shell Command Language 2.2.2). */
export function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
