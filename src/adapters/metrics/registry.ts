import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { METRICS, type Metrics } from "../../core/metrics.ts";

export interface MetricsRegistry extends Metrics {
  /** Everything in Prometheus' text format 0.0.4, with its content type. */
  expose(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Our metrics and, unless told otherwise, the process's own (memory, event loop, garbage collection). */
export function createMetrics({ withProcess = true } = {}): MetricsRegistry {
  const registry = new Registry();
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  for (const [name, declaration] of Object.entries(METRICS)) {
    const shape = {
      name,
      help: declaration.help,
      labelNames: [...declaration.labels],
      registers: [registry],
    };
    if (declaration.type === "counter") counters.set(name, new Counter(shape));
    else if (declaration.type === "gauge") gauges.set(name, new Gauge(shape));
    else histograms.set(name, new Histogram({ ...shape, buckets: [...declaration.buckets] }));
  }
  if (withProcess) collectDefaultMetrics({ register: registry, prefix: "ployst_" });
  return {
    count: (name, labels, by = 1) => counters.get(name)?.inc({ ...labels }, by),
    observe: (name, labels, seconds) => histograms.get(name)?.observe({ ...labels }, seconds),
    set: (name, labels, value) => gauges.get(name)?.set({ ...labels }, value),
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
