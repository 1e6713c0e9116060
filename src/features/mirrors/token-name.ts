/**
 * The variable of an environment that holds the access token for a host: `GIT_TOKEN_GIT_EXAMPLE_COM`. No two hosts share
 * one, so that a token goes nowhere but to the host that it was kept for.
 */
export function toTokenName({ host, port }: { readonly host: string; readonly port?: number }): string {
  const name = host.toUpperCase().replaceAll("-", "__").replaceAll(".", "_");
  return `GIT_TOKEN_${name}${port === undefined ? "" : `_${String(port)}`}`;
}
