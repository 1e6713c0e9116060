import assert from "node:assert/strict";
import { loadConfig, type Environment } from "../../src/config/index.ts";
import {
  GUID,
  githubEnv,
  localEnv,
  namesOf,
  OTHER_GUID,
  problemsOf,
  registeredEnv,
  rsaPem,
  secretsKey,
} from "./environments.ts";

describe("loadConfig", () => {
  it("needs nothing but a secrets key in local mode, and stays on loopback", () => {
    const config = loadConfig(localEnv);

    assert.equal(config.microsoft, undefined);
    assert.deepEqual(config.http, {
      port: 3978,
      host: "127.0.0.1",
      publicUrl: "http://localhost:3978",
      trustProxy: 0,
      metricsToken: undefined,
    });
    assert.deepEqual(config.database, { dialect: "sqlite", file: "./data/ployst.sqlite" });
    assert.equal(config.github.app, undefined);
    assert.equal(config.github.apiUrl, "https://api.github.com");
    assert.equal(config.bot.name, "GitHub");
    assert.deepEqual(config.clones, { root: "./data/clones", quotaBytes: 10 * 2 ** 30 });
  });

  it("wants room for clones", () => {
    assert.deepEqual(namesOf(problemsOf(() => loadConfig({ ...localEnv, CLONE_QUOTA_BYTES: "1000" }))), [
      "CLONE_QUOTA_BYTES",
    ]);
    assert.equal(loadConfig({ ...localEnv, CLONE_QUOTA_BYTES: "2000000" }).clones.quotaBytes, 2_000_000);
  });

  it("reads a registered bot with its GitHub App", () => {
    const config = loadConfig({ ...registeredEnv, ...githubEnv, ADMIN_USERS: `${GUID}, ${OTHER_GUID}` });

    assert.deepEqual(config.microsoft, {
      appId: GUID,
      appPassword: "app-password",
      appType: "SingleTenant",
      tenantId: OTHER_GUID,
    });
    assert.equal(config.http.host, "0.0.0.0");
    assert.equal(config.http.publicUrl, "https://ployst.example.com");
    assert.deepEqual(config.bot.allowedTenants, [OTHER_GUID]);
    assert.deepEqual(config.github.app?.webhookSecrets, ["hook-secret"]);
    assert.deepEqual(config.admin.users, [GUID, OTHER_GUID]);
  });

  it("is frozen all the way down", () => {
    const config = loadConfig({ ...registeredEnv, ...githubEnv });

    assert.ok(Object.isFrozen(config));
    assert.ok(Object.isFrozen(config.http));
    assert.ok(Object.isFrozen(config.github.app?.webhookSecrets));
    assert.ok(Object.isFrozen(config.secretsKeys[0]));
  });

  it("takes the empty string and blanks for unset", () => {
    const config = loadConfig({ ...localEnv, PORT: "", HOST: "  ", GITHUB_APP_ID: "", MICROSOFT_APP_ID: "" });

    assert.equal(config.http.port, 3978);
    assert.equal(config.microsoft, undefined);
  });

  it("tells every problem at once, by name", () => {
    const problems = problemsOf(() =>
      loadConfig({ ...localEnv, PORT: "many", LOG_LEVEL: "loud", GITHUB_APP_ID: "12", HOST: "0.0.0.0" }),
    );

    assert.deepEqual(namesOf(problems), [
      "HOST",
      "GITHUB_APP_SLUG",
      "GITHUB_APP_PRIVATE_KEY",
      "GITHUB_CLIENT_ID",
      "GITHUB_CLIENT_SECRET",
      "GITHUB_WEBHOOK_SECRET",
      "PORT",
      "LOG_LEVEL",
    ]);
    assert.match(
      problems.find(({ name }) => name === "PORT")?.problem ?? "",
      /^expected a whole number from 0 to 65535, got "many"$/,
    );
  });

  it("never prints a secret, not even a wrong one", () => {
    const secret = "hunter2 hunter2";
    const wrong: Environment = {
      ...registeredEnv,
      MICROSOFT_APP_PASSWORD: secret,
      SECRETS_KEYS: secret,
      METRICS_TOKEN: secret,
      DATABASE_URL: `postgres//${secret}`,
      ...githubEnv,
      GITHUB_APP_PRIVATE_KEY: secret,
      GITHUB_CLIENT_SECRET: secret,
      GITHUB_WEBHOOK_SECRET: `${secret},b,c`,
    };

    const problems = problemsOf(() => loadConfig(wrong));

    assert.equal(problems.length, 7);
    assert.ok(!JSON.stringify(problems).includes("hunter2"));
  });
});

describe("microsoft variables", () => {
  const cases: readonly (readonly [string, Environment, readonly string[]])[] = [
    ["production without a bot", { ...localEnv, NODE_ENV: "production" }, ["MICROSOFT_APP_ID"]],
    [
      "production without a tenant",
      { ...registeredEnv, NODE_ENV: "production", MICROSOFT_APP_TENANT_ID: "" },
      ["MICROSOFT_APP_TENANT_ID"],
    ],
    [
      "a multi-tenant bot that obeys anybody",
      { ...registeredEnv, MICROSOFT_APP_TYPE: "MultiTenant" },
      ["ALLOWED_TENANTS"],
    ],
    [
      "a bot without its password",
      { ...registeredEnv, MICROSOFT_APP_PASSWORD: "" },
      ["MICROSOFT_APP_PASSWORD"],
    ],
    ["a bot without a public address", { ...registeredEnv, PUBLIC_URL: undefined }, ["PUBLIC_URL"]],
    ["a bot without secrets keys", { ...registeredEnv, SECRETS_KEYS: undefined }, ["SECRETS_KEYS"]],
    ["local mode on all addresses", { ...localEnv, HOST: "0.0.0.0" }, ["HOST"]],
    ["local mode on a look-alike of loopback", { ...localEnv, HOST: "127.evil.example" }, ["HOST"]],
    ["a tenant that is no id", { ...registeredEnv, ALLOWED_TENANTS: "contoso.com" }, ["ALLOWED_TENANTS"]],
  ];
  for (const [what, env, names] of cases)
    it(`refuses ${what}`, () => {
      assert.deepEqual(namesOf(problemsOf(() => loadConfig(env))), names);
    });

  for (const host of ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
    it(`lets local mode listen on ${host}`, () => {
      assert.equal(loadConfig({ ...localEnv, HOST: host }).http.host, host);
    });
});

describe("addresses", () => {
  for (const url of [
    "http://ployst.example.com",
    "ftp://localhost",
    "https://me:pw@example.com",
    "https://example.com/?a=b",
    "example.com",
  ])
    it(`refuses PUBLIC_URL ${url}`, () => {
      assert.deepEqual(namesOf(problemsOf(() => loadConfig({ ...localEnv, PUBLIC_URL: url }))), [
        "PUBLIC_URL",
      ]);
    });

  it("lets GitHub be a lab on loopback over http, and an Enterprise Server over https", () => {
    const lab = loadConfig({
      ...localEnv,
      GITHUB_API_URL: "http://127.0.0.1:4000/",
      GITHUB_WEB_URL: "http://localhost:4000",
    });
    const enterprise = loadConfig({
      ...localEnv,
      GITHUB_API_URL: "https://git.example.com/api/v3/",
      GITHUB_WEB_URL: "https://git.example.com",
    });

    assert.equal(lab.github.apiUrl, "http://127.0.0.1:4000");
    assert.equal(enterprise.github.apiUrl, "https://git.example.com/api/v3");
  });

  it("wants both addresses of GitHub or none", () => {
    const problems = problemsOf(() =>
      loadConfig({ ...localEnv, GITHUB_API_URL: "https://git.example.com/api/v3" }),
    );

    assert.deepEqual(namesOf(problems), ["GITHUB_WEB_URL"]);
  });
});

describe("the database address", () => {
  for (const [text, expected] of [
    ["sqlite:./a.sqlite", { dialect: "sqlite", file: "./a.sqlite" }],
    ["sqlite:///var/a.sqlite", { dialect: "sqlite", file: "/var/a.sqlite" }],
    ["sqlite:/var/a.sqlite", { dialect: "sqlite", file: "/var/a.sqlite" }],
    ["mssql://sa:pw@db:1433/ployst", { dialect: "mssql", url: "mssql://sa:pw@db:1433/ployst" }],
    ["postgres://u:pw@db/ployst", { dialect: "postgres", url: "postgres://u:pw@db/ployst" }],
    ["mariadb://u:pw@db/ployst", { dialect: "mariadb", url: "mariadb://u:pw@db/ployst" }],
  ] as const)
    it(`understands ${text}`, () => {
      assert.deepEqual(loadConfig({ ...localEnv, DATABASE_URL: text }).database, expected);
    });

  for (const text of ["sqlite:", "mysql://u:pw@db/x", "postgres://u:pw@db", "postgres:///x", "ployst.sqlite"])
    it(`refuses ${text}`, () => {
      assert.deepEqual(namesOf(problemsOf(() => loadConfig({ ...localEnv, DATABASE_URL: text }))), [
        "DATABASE_URL",
      ]);
    });
});

describe("secrets keys", () => {
  it("keeps their order: the first one seals", () => {
    const config = loadConfig({ SECRETS_KEYS: `${secretsKey("new", 2)},${secretsKey("old", 1)}` });

    assert.deepEqual(
      config.secretsKeys.map(({ id }) => id),
      ["new", "old"],
    );
    assert.deepEqual(config.secretsKeys[1]?.key, Buffer.alloc(32, 1));
  });

  for (const text of [
    "no-colon",
    `k:${Buffer.alloc(31).toString("base64")}`,
    `k:${Buffer.alloc(33).toString("base64")}`,
    `${secretsKey("k", 1)},${secretsKey("k", 2)}`,
    ",",
  ])
    it(`refuses ${text.slice(0, 12)} (${String(text.length)} characters)`, () => {
      assert.deepEqual(namesOf(problemsOf(() => loadConfig({ SECRETS_KEYS: text }))), ["SECRETS_KEYS"]);
    });
});

describe("the GitHub App's private key", () => {
  it("may be a path", () => {
    const env = { ...localEnv, ...githubEnv, GITHUB_APP_PRIVATE_KEY: "./key.pem" };
    const paths: string[] = [];

    const config = loadConfig(env, (path) => {
      paths.push(path);
      return rsaPem;
    });

    assert.deepEqual(paths, ["./key.pem"]);
    assert.equal(config.github.app?.privateKey, rsaPem);
  });

  it("may be on one line with \\n for line ends", () => {
    const env = { ...localEnv, ...githubEnv, GITHUB_APP_PRIVATE_KEY: rsaPem.replaceAll("\n", "\\n") };

    assert.equal(loadConfig(env).github.app?.privateKey, rsaPem);
  });

  it("must be readable and a key", () => {
    const env = { ...localEnv, ...githubEnv };
    const noFile = { ...env, GITHUB_APP_PRIVATE_KEY: "/nowhere/key.pem" };
    const noKey = { ...env, GITHUB_APP_PRIVATE_KEY: "-----BEGIN RSA PRIVATE KEY-----\nabc\n" };

    assert.deepEqual(namesOf(problemsOf(() => loadConfig(noFile))), ["GITHUB_APP_PRIVATE_KEY"]);
    assert.deepEqual(namesOf(problemsOf(() => loadConfig(noKey))), ["GITHUB_APP_PRIVATE_KEY"]);
  });
});

describe("the webhook secret", () => {
  it("may have a predecessor", () => {
    const env = { ...localEnv, ...githubEnv, GITHUB_WEBHOOK_SECRET: "new, old" };

    assert.deepEqual(loadConfig(env).github.app?.webhookSecrets, ["new", "old"]);
  });
});

describe("the directory settings", () => {
  const KEYS = `test:${Buffer.alloc(32, 7).toString("base64")}`;
  const good = {
    SECRETS_KEYS: KEYS,
    LDAP_URL: "ldaps://ldap.example.com",
    LDAP_BIND_DN: "cn=ployst,dc=example,dc=com",
    LDAP_BIND_PASSWORD: "hunter2",
    LDAP_PEOPLE_DN: "ou=people,dc=example,dc=com",
  };

  it("are off without an address, and whole with it", () => {
    assert.equal(loadConfig({ SECRETS_KEYS: KEYS }).directory, undefined);
    const { directory } = loadConfig(good);
    assert.deepEqual(directory?.uidRange, { first: 20_000, last: 59_999 });
    assert.equal(directory.groupsDn, undefined);
  });

  const bad: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ["an address without a password", { LDAP_BIND_PASSWORD: "" }, /LDAP_BIND_PASSWORD: is not set/],
    [
      "a password that would cross the network in the clear",
      { LDAP_URL: "ldap://ldap.example.com" },
      /LDAP_START_TLS/,
    ],
    ["an address of something else", { LDAP_URL: "https://ldap.example.com" }, /LDAP_URL: expected ldap:/],
    ["numbers of system accounts", { LDAP_UID_RANGE: "100-2000" }, /LDAP_UID_RANGE/],
    ["a range with nobody in it", { LDAP_UID_RANGE: "60000-70000" }, /65534/],
    ["a range that ends before it begins", { LDAP_UID_RANGE: "30000-20000" }, /LDAP_UID_RANGE/],
    [
      "a place that is no name",
      { LDAP_PEOPLE_DN: "people" },
      /LDAP_PEOPLE_DN: expected a distinguished name/,
    ],
  ];
  for (const [what, change, expected] of bad)
    it(`refuse ${what}, and print no secret`, () => {
      assert.throws(
        () => loadConfig({ ...good, ...change }),
        (error) => error instanceof Error && expected.test(error.message) && !/hunter2/.test(error.message),
      );
    });

  it("may be in the clear on loopback, or after StartTLS", () => {
    assert.ok(loadConfig({ ...good, LDAP_URL: "ldap://127.0.0.1:3899" }).directory);
    assert.ok(
      loadConfig({ ...good, LDAP_URL: "ldap://ldap.example.com", LDAP_START_TLS: "true" }).directory
        ?.startTls,
    );
  });
});
