import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from "node:crypto";
import { createServer } from "node:http";
import { once } from "node:events";

const BOT_FRAMEWORK = "https://api.botframework.com";

export interface TokenClaims {
  readonly appId: string;
  readonly serviceUrl: string | undefined;
  readonly issuer?: string;
  /** Negative: expired that long ago; undefined in `withoutExpiry`. */
  readonly expiresInSeconds?: number;
  readonly withoutExpiry?: boolean;
  readonly notBeforeInSeconds?: number;
  /** Further claims, for tokens of other issuers. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface TokenForm {
  readonly algorithm?: "RS256" | "HS256" | "none";
  /** `teams` is published and endorsed for msteams, `webchat` published for another channel, `stranger` is not published. */
  readonly key?: "teams" | "webchat" | "stranger";
  /** The key id that the header names; that of the key unless told. */
  readonly kid?: string;
}

/** A local stand-in for login.botframework.com: an OpenID document, its keys, and tokens signed (or forged) with them. */
export interface TokenIssuer {
  readonly metadataUrl: string;
  readonly requests: string[];
  mint(claims: TokenClaims, form?: TokenForm): string;
  close(): Promise<void>;
}

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const pairs = { teams: rsaPair(), webchat: rsaPair(), stranger: rsaPair() };
  const requests: string[] = [];
  // The SDK caches keys by this address for the whole process, and ports come around again.
  const document = `/oidc/${randomUUID()}`;
  const keys = [
    { ...pairs.teams.publicKey.export({ format: "jwk" }), kid: "teams", endorsements: ["msteams"] },
    { ...pairs.webchat.publicKey.export({ format: "jwk" }), kid: "webchat", endorsements: ["webchat"] },
  ];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    const origin = `http://${request.headers.host ?? ""}`;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url === document ? { jwks_uri: `${origin}/keys` } : { keys }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  return {
    metadataUrl: `http://127.0.0.1:${String(address.port)}${document}`,
    requests,
    mint: (claims, form = {}) => mint(pairs, claims, form),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

type Pair = ReturnType<typeof rsaPair>;

function rsaPair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync("rsa", { modulusLength: 2048 });
}

function mint(
  pairs: Record<"teams" | "webchat" | "stranger", Pair>,
  claims: TokenClaims,
  form: TokenForm,
): string {
  const key = form.key ?? "teams";
  const algorithm = form.algorithm ?? "RS256";
  const now = Math.floor(Date.now() / 1_000);
  const header = { alg: algorithm, typ: "JWT", kid: form.kid ?? key };
  const payload = {
    iss: claims.issuer ?? BOT_FRAMEWORK,
    aud: claims.appId,
    iat: now - 60,
    nbf: now + (claims.notBeforeInSeconds ?? -60),
    ...(claims.withoutExpiry === true ? {} : { exp: now + (claims.expiresInSeconds ?? 3_600) }),
    ...(claims.serviceUrl === undefined ? {} : { serviceurl: claims.serviceUrl }),
    ...claims.extra,
  };
  const unsigned = `${encode(header)}.${encode(payload)}`;
  return `${unsigned}.${signatureOf(unsigned, algorithm, pairs[key])}`;
}

function signatureOf(unsigned: string, algorithm: "RS256" | "HS256" | "none", pair: Pair): string {
  if (algorithm === "none") return "";
  // The classic confusion: the public key, which everybody has, taken as the HMAC secret.
  if (algorithm === "HS256") {
    const secret = pair.publicKey.export({ format: "pem", type: "pkcs1" });
    return createHmac("sha256", secret).update(unsigned).digest("base64url");
  }
  return sign("sha256", Buffer.from(unsigned), pair.privateKey).toString("base64url");
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
