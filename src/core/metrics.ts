interface MetricDeclaration {
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds in the metric's unit; histograms only. */
  readonly buckets?: readonly number[];
}

const FAST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const SLOW_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900] as const;

/** Every metric that Ployst tells. Labels have few values: never an id, a name or a person. */
export const METRICS = {
  ployst_http_requests_total: {
    type: "counter",
    help: "HTTP requests by route and status.",
    labels: ["route", "status"],
  },
  ployst_http_request_seconds: {
    type: "histogram",
    help: "Time to answer an HTTP request.",
    labels: ["route"],
    buckets: FAST_SECONDS,
  },
  ployst_activities_total: {
    type: "counter",
    help: "Activities from Teams by kind and outcome (accepted, refused).",
    labels: ["kind", "outcome"],
  },
  ployst_logins_total: {
    type: "counter",
    help: "Sign-ins by password, by where (page, api) and outcome (done, wrong, throttled).",
    labels: ["origin", "outcome"],
  },
  ployst_commands_total: {
    type: "counter",
    help: "Commands by name and outcome (done, fault, failed).",
    labels: ["command", "outcome"],
  },
  ployst_command_seconds: {
    type: "histogram",
    help: "Time from a command's arrival to its reply.",
    labels: ["command"],
    buckets: FAST_SECONDS,
  },
  ployst_webhooks_total: {
    type: "counter",
    help: "Webhook deliveries by source, event and outcome (accepted, repeat, revived, undeclared, unsubscribed, refused; swept: asked for again).",
    labels: ["source", "event", "outcome"],
  },
  ployst_outbox_age_seconds: {
    type: "histogram",
    help: "Age of a message when it reached Teams, by lane.",
    labels: ["lane"],
    buckets: SLOW_SECONDS,
  },
  ployst_outbox_sends_total: {
    type: "counter",
    help: "Messages to Teams by kind and outcome (sent, ambiguous, refused, superseded).",
    labels: ["kind", "outcome"],
  },
  ployst_outbox_waiting: {
    type: "gauge",
    help: "Messages that wait to be sent.",
    labels: [],
  },
  ployst_jobs_total: {
    type: "counter",
    help: "Job runs by kind and outcome (succeeded, retried, delayed, dead, lost).",
    labels: ["kind", "outcome"],
  },
  ployst_job_seconds: {
    type: "histogram",
    help: "Time of one job run.",
    labels: ["kind"],
    buckets: SLOW_SECONDS,
  },
  ployst_jobs: { type: "gauge", help: "Jobs kept, by state.", labels: ["state"] },
} as const satisfies Readonly<Record<string, MetricDeclaration>>;

type Named<Type extends MetricDeclaration["type"]> = {
  [K in keyof typeof METRICS]: (typeof METRICS)[K]["type"] extends Type ? K : never;
}[keyof typeof METRICS];

/** The labels that a metric's declaration names, all of them. */
export type MetricLabels<K extends keyof typeof METRICS> = Readonly<
  Record<(typeof METRICS)[K]["labels"][number], string>
>;

/** Numbers for the operator; it never throws and costs microseconds. */
export interface Metrics {
  count<K extends Named<"counter">>(name: K, labels: MetricLabels<K>, by?: number): void;
  /** `seconds`, as all our histograms are of times. */
  observe<K extends Named<"histogram">>(name: K, labels: MetricLabels<K>, seconds: number): void;
  set<K extends Named<"gauge">>(name: K, labels: MetricLabels<K>, value: number): void;
}

export const noMetrics: Metrics = {
  count: () => undefined,
  observe: () => undefined,
  set: () => undefined,
};
