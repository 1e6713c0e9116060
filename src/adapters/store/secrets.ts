/** What the store needs of a vault: `aad` is `table|column|rowId`, so that a sealed value can't be moved. */
export interface SecretVault {
  seal(plain: string, aad: string): string;
  open(sealed: string, aad: string): string;
  /** The same value under the active key. */
  rewrap(sealed: string, aad: string): string;
}

/** Seals, opens and wraps anew the sealed columns of one row. */
export interface RowSecrets {
  seal(column: string, plain: string | undefined): string | null;
  open(column: string, sealed: string | null): string | undefined;
  rewrap(column: string, sealed: string): string;
}

export function rowSecrets(vault: SecretVault, table: string, rowId: string): RowSecrets {
  const aad = (column: string): string => `${table}|${column}|${rowId}`;
  return {
    seal: (column, plain) => (plain === undefined ? null : vault.seal(plain, aad(column))),
    open: (column, sealed) => (sealed === null ? undefined : vault.open(sealed, aad(column))),
    rewrap: (column, sealed) => vault.rewrap(sealed, aad(column)),
  };
}
