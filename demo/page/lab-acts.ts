import { z } from "zod";
import { listCast, type Scene } from "../cast.ts";
import type { LabView } from "./lab-view.ts";

const repository = z.string().max(200);
const by = z.string().max(40);
const number = z.number().int().positive();
const text = z.string().trim().max(4_000);
const about = { repository, by, number };

/** What a button of the lab panel asks for. */
const act = z.discriminatedUnion("act", [
  z.object({ act: z.literal("open-issue"), repository, by, title: text.min(1), body: text }),
  z.object({ act: z.literal("open-pull"), repository, by, title: text.min(1), body: text }),
  z.object({ act: z.literal("comment"), ...about, body: text.min(1) }),
  z.object({ act: z.literal("close"), ...about }),
  z.object({ act: z.literal("reopen"), ...about }),
  z.object({ act: z.literal("label"), ...about, label: text.min(1) }),
  z.object({ act: z.literal("push-to-pull"), ...about, message: text.min(1) }),
  z.object({
    act: z.literal("review"),
    ...about,
    state: z.enum(["approved", "changes_requested"]),
    body: text,
  }),
  z.object({ act: z.literal("check"), ...about, outcome: z.enum(["started", "success", "failure"]) }),
  z.object({ act: z.literal("merge"), ...about }),
  z.object({ act: z.literal("push"), repository, by, message: text.min(1) }),
  z.object({ act: z.literal("deploy"), repository, by }),
  z.object({ act: z.literal("rename"), repository, by, name: z.string().regex(/^[\w.-]{1,100}$/) }),
  z.object({ act: z.literal("install"), by }),
  z.object({ act: z.literal("uninstall"), by }),
]);

type Act = z.infer<typeof act>;

const CHECK = "build";
const ORGANISATION = "contoso";
const APPROVER = "mira";

/** Does it in the lab; its webhooks are on their way, or there, when this resolves. */
export async function actInLab(scene: Scene, view: LabView, request: unknown): Promise<void> {
  const asked = act.parse(request);
  if (!listCast(scene).some(({ login }) => login === asked.by))
    throw new Error(`Nobody is called ${asked.by}.`);
  if (await actOnRepository(scene, view, asked)) return;
  await actOnSubject(scene, view, asked);
}

async function actOnRepository({ lab }: Scene, view: LabView, asked: Act): Promise<boolean> {
  switch (asked.act) {
    case "open-issue":
      view.recordSubject(asked.repository, "issue", await lab.openIssue(asked.repository, asked));
      return true;
    case "open-pull": {
      const opened = await lab.openPullRequest(asked.repository, { ...asked, head: toBranch(asked.title) });
      view.recordSubject(asked.repository, "pull", opened);
      return true;
    }
    case "push":
      await lab.push(asked.repository, { by: asked.by, commits: [{ message: asked.message }] });
      return true;
    case "deploy":
      await startDeployment(lab, asked);
      return true;
    case "rename": {
      const renamed = await lab.renameRepository(asked.repository, asked.name, asked.by);
      view.recordRename(asked.repository, renamed.full_name);
      return true;
    }
    case "install":
      await lab.install(ORGANISATION, "all", asked.by);
      return true;
    case "uninstall":
      await lab.uninstall(ORGANISATION, asked.by);
      return true;
    default:
      return false;
  }
}

/** A workflow run that gets as far as an environment which somebody has to approve. */
async function startDeployment(
  lab: Scene["lab"],
  { repository: name, by: who }: { repository: string; by: string },
): Promise<void> {
  const { id } = lab.addWorkflowRun(name, { by: who, workflow: "deploy.yml", status: "in_progress" });
  await lab.requestReview(name, id, { environment: "production", reviewers: [APPROVER] });
}

async function actOnSubject({ lab }: Scene, view: LabView, asked: Act): Promise<void> {
  if (!("number" in asked)) return;
  const { repository: name, number: id, by: who } = asked;
  const isPull = view.isPull(name, id);
  switch (asked.act) {
    case "comment":
      await lab.commentIssue(name, id, { by: who, body: asked.body });
      return;
    case "close":
      if (isPull) view.recordSubject(name, "pull", await lab.closePullRequest(name, id, { by: who }));
      else view.recordSubject(name, "issue", await lab.closeIssue(name, id, { by: who }));
      return;
    case "reopen":
      if (isPull) view.recordSubject(name, "pull", await lab.reopenPullRequest(name, id, { by: who }));
      else view.recordSubject(name, "issue", await lab.reopenIssue(name, id, { by: who }));
      return;
    case "label":
      await lab.labelIssue(name, id, { by: who, add: [asked.label] });
      return;
    case "push-to-pull":
      await lab.pushToPullRequest(name, id, { by: who, commits: [{ message: asked.message }] });
      return;
    case "review":
      await lab.review(name, id, { by: who, state: asked.state, body: asked.body });
      return;
    case "check":
      await lab.checkRun(name, { name: CHECK, pr: id, by: who, ...toCheckState(asked.outcome) });
      return;
    case "merge":
      view.recordSubject(name, "pull", await lab.mergePullRequest(name, id, { by: who }));
  }
}

type CheckState = { status: "in_progress" } | { status: "completed"; conclusion: "success" | "failure" };

function toCheckState(outcome: "started" | "success" | "failure"): CheckState {
  return outcome === "started" ? { status: "in_progress" } : { status: "completed", conclusion: outcome };
}

let branches = 0;

/** A branch that isn't there yet, named after the title. */
function toBranch(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  return `${words === "" ? "work" : words}-${String(++branches)}`;
}
