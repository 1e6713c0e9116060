import { optionalSetting, setting } from "./setting.ts";
import { baseUrl, textLike, wholeNumber } from "./values.ts";

const MOST_PROXIES = 10;

export const httpSection = {
  title: "HTTP server",
  description:
    "Where Ployst listens, and the address under which Teams, GitHub and people's browsers reach it.",
  settings: {
    port: setting({
      name: "PORT",
      schema: wholeNumber(0, 65_535),
      fallback: "3978",
      description: "Port to listen on; 0 takes a free one.",
    }),
    host: optionalSetting({
      name: "HOST",
      schema: textLike(/^\S+$/, "a host name or address"),
      example: "0.0.0.0",
      description:
        "Address to listen on. Unset: `127.0.0.1` in local mode (where nothing but loopback is allowed), otherwise `0.0.0.0`.",
    }),
    publicUrl: optionalSetting({
      name: "PUBLIC_URL",
      schema: baseUrl(),
      example: "https://ployst.example.com",
      description:
        "Address under which the outside world reaches this server: https, unless it is loopback. Needed as soon as MICROSOFT_APP_ID is set; `http://localhost:PORT` in local mode.",
    }),
    trustProxy: setting({
      name: "TRUST_PROXY",
      schema: wholeNumber(0, MOST_PROXIES),
      fallback: "0",
      description:
        "How many reverse proxies of yours stand in front. So many entries of X-Forwarded-For, counted from its end, are believed.",
    }),
    metricsToken: optionalSetting({
      name: "METRICS_TOKEN",
      schema: textLike(/^\S{16,}$/, "at least 16 characters without blanks"),
      isSecret: true,
      description: "Bearer token for `GET /metrics`. Unset: there is no such page.",
    }),
  },
} as const;
