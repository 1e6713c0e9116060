import { z } from "zod";
import { DEFAULT_SEED, type Delivery, type GitHubLab } from "../github/index.ts";

const SHOWN_DELIVERIES = 8;

export interface LabSubject {
  readonly repository: string;
  readonly number: number;
  readonly kind: "issue" | "pull";
  readonly title: string;
  readonly state: "open" | "closed" | "merged";
}

const subjectFields = z.object({ number: z.number(), title: z.string(), state: z.enum(["open", "closed"]) });
const issueFields = subjectFields.extend({ pull_request: z.unknown().optional() });
const pullFields = subjectFields.extend({ merged: z.boolean().optional(), merged_at: z.string().nullish() });
const payloadFields = z.object({
  action: z.string().optional(),
  issue: issueFields.optional(),
  pull_request: pullFields.optional(),
  repository: z.object({ full_name: z.string() }).optional(),
  installation: z.object({ account: z.object({ login: z.string() }).optional() }).optional(),
});

/** What the page's panel shows of the lab, put together from acts and from the webhooks that the lab sent. */
export class LabView {
  readonly #lab: GitHubLab;
  readonly #repositories: { name: string; isPrivate: boolean }[];
  readonly #subjects = new Map<string, LabSubject>();
  readonly #installedOn = new Set<string>();
  #read = 0;

  constructor(lab: GitHubLab) {
    this.#lab = lab;
    this.#repositories = DEFAULT_SEED.repositories.map((one) => ({
      name: one.name,
      isPrivate: "private" in one,
    }));
  }

  show(): object {
    this.#catchUp();
    const deliveries = this.#lab.deliveries.slice(-SHOWN_DELIVERIES).reverse();
    return {
      url: this.#lab.webUrl,
      installUrl: `${this.#lab.webUrl}/apps/${this.#lab.app.slug}/installations/new`,
      repositories: this.#repositories,
      subjects: [...this.#subjects.values()].reverse(),
      installedOn: [...this.#installedOn],
      deliveries: deliveries.map(toLine),
    };
  }

  recordSubject(repository: string, kind: LabSubject["kind"], record: unknown): void {
    const found = kind === "pull" ? pullFields.parse(record) : issueFields.parse(record);
    const merged = "merged_at" in found && typeof found.merged_at === "string";
    this.#subjects.set(`${repository}#${String(found.number)}`, {
      repository,
      number: found.number,
      kind,
      title: found.title,
      state: merged ? "merged" : found.state,
    });
  }

  isPull(repository: string, number: number): boolean {
    return this.#subjects.get(`${repository}#${String(number)}`)?.kind === "pull";
  }

  recordRename(repository: string, to: string): void {
    for (const one of this.#repositories) if (one.name === repository) one.name = to;
    for (const [key, subject] of this.#subjects) {
      if (subject.repository !== repository) continue;
      this.#subjects.delete(key);
      this.#subjects.set(`${to}#${String(subject.number)}`, { ...subject, repository: to });
    }
  }

  /** Webhooks tell what was done on the lab's own pages and through its API. */
  #catchUp(): void {
    for (const delivery of this.#lab.deliveries.slice(this.#read)) this.#readDelivery(delivery);
    this.#read = this.#lab.deliveries.length;
  }

  #readDelivery({ event, body }: Delivery): void {
    const payload = payloadFields.safeParse(JSON.parse(body)).data;
    const account = payload?.installation?.account?.login;
    if (event === "installation" && account !== undefined) {
      if (payload?.action === "created") this.#installedOn.add(account);
      if (payload?.action === "deleted") this.#installedOn.delete(account);
    }
    const repository = payload?.repository?.full_name;
    if (repository === undefined || payload === undefined) return;
    const { issue, pull_request } = payload;
    // A pull request's comments come with its issue half, which knows nothing of merging.
    if (issue !== undefined && issue.pull_request === undefined)
      this.recordSubject(repository, "issue", issue);
    if (pull_request !== undefined) this.recordSubject(repository, "pull", pull_request);
  }
}

function toLine({ id, event, action, statusCode, deliveredAt }: Delivery): object {
  return { id, name: action === null ? event : `${event}.${action}`, statusCode, at: deliveredAt };
}
