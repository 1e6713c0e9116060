export { createHttpServer } from "./server.ts";
export type { HttpServer, HttpServerOptions, RouteOptions } from "./server.ts";
export { staticFiles } from "./static-files.ts";
