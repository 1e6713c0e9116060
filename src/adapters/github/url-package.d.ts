// The npm package `url` ships no types; the ending in the name keeps Node's builtin of the same name away.
declare module "url/url.js" {
  interface ParsedUrl {
    readonly protocol: string | null;
    readonly host: string | null;
    readonly auth: string | null;
    readonly pathname: string | null;
  }
  const url: { parse(text: string): ParsedUrl };
  export default url;
}
