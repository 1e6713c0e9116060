import { DataTypes, type ModelAttributeColumnOptions } from "sequelize";
import { decoders } from "./decoders.ts";

/** A column as a model knows it: how it goes to the driver, and how what the driver answers becomes a `T`. */
export interface Column<T> {
  readonly attribute: ModelAttributeColumnOptions;
  readonly decode: (value: unknown) => T;
  /** What is done to a value before it goes to the driver. */
  readonly encode?: (value: unknown) => unknown;
  /** Its values are the vault's. */
  readonly isSealed?: true;
}

export type Columns = Readonly<Record<string, Column<unknown>>>;

/** A whole row of these columns. */
export type RowOf<C extends Columns> = { [K in keyof C]: C[K] extends Column<infer T> ? T : never };

/** The row's own id. */
export function id(): Column<string> {
  return {
    attribute: { type: DataTypes.STRING(36), allowNull: false, primaryKey: true },
    decode: decoders.text,
  };
}

/** The id of a row elsewhere, always present. */
export function reference(): Column<string> {
  return { attribute: { type: DataTypes.STRING(36), allowNull: false }, decode: decoders.text };
}

/** A short string that is compared byte by byte: an external id, a hash, a state. `''` stands for none. */
export function key(length: number, options?: { readonly primaryKey: boolean }): Column<string> {
  return {
    attribute: { type: DataTypes.STRING(length), allowNull: false, ...options },
    decode: decoders.text,
  };
}

/** As `key`, of what not every row has. */
export function optionalKey(length: number): Column<string | null> {
  return {
    attribute: { type: DataTypes.STRING(length), allowNull: true },
    decode: decoders.optional(decoders.text),
  };
}

/** A closed set of short strings. */
export function choice<const T extends string>(...values: readonly T[]): Column<T> {
  return {
    attribute: { type: DataTypes.STRING(20), allowNull: false },
    decode: decoders.choice(values),
  };
}

/** A name for people, cut at `length` UTF-16 units; never looked up by. */
export function label(length: number): Column<string> {
  return {
    attribute: { type: DataTypes.STRING(length), allowNull: false },
    decode: decoders.text,
    encode: (value) => decoders.text(value).slice(0, length).toWellFormed(),
  };
}

/** Text of any length. */
export function text(): Column<string> {
  return { attribute: { type: DataTypes.TEXT, allowNull: false }, decode: decoders.text };
}

/** Text of any length that not every row has. */
export function optionalText(): Column<string | null> {
  return { attribute: { type: DataTypes.TEXT, allowNull: true }, decode: decoders.optional(decoders.text) };
}

/** A secret, sealed by the vault. */
export function sealed(): Column<string | null> {
  return { ...optionalText(), isSealed: true };
}

export function bytes(): Column<Buffer | null> {
  return {
    attribute: { type: DataTypes.BLOB("long"), allowNull: true },
    decode: decoders.optional(decoders.bytes),
  };
}

export function whole(): Column<number> {
  return { attribute: { type: DataTypes.INTEGER, allowNull: false }, decode: decoders.whole };
}

/** As `whole`, of what not every row has. */
export function optionalWhole(): Column<number | null> {
  return {
    attribute: { type: DataTypes.INTEGER, allowNull: true },
    decode: decoders.optional(decoders.whole),
  };
}

/** A whole number beyond 32 bits: bytes on a disk. */
export function large(): Column<number> {
  return { attribute: { type: DataTypes.BIGINT, allowNull: false }, decode: decoders.whole };
}

export function flag(): Column<boolean> {
  return { attribute: { type: DataTypes.BOOLEAN, allowNull: false }, decode: decoders.flag };
}

/** A moment, UTC, to the millisecond. */
export function time(): Column<Date> {
  return { attribute: { type: DataTypes.DATE(3), allowNull: false }, decode: decoders.time };
}

export function optionalTime(): Column<Date | null> {
  return {
    attribute: { type: DataTypes.DATE(3), allowNull: true },
    decode: decoders.optional(decoders.time),
  };
}
