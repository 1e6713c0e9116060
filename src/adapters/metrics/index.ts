export { createMetrics } from "./registry.ts";
export type { MetricsRegistry } from "./registry.ts";
