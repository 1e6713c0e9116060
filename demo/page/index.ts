export { startPage, type Page, type PageOptions } from "./server.ts";
