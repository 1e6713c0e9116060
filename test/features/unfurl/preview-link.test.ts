import assert from "node:assert/strict";
import type { GitHubPreview } from "../../../src/adapters/github/contract/index.ts";
import { parseGitHubLink } from "../../../src/adapters/github/previews/link.ts";
import { faults } from "../../../src/core/errors.ts";
import type { ChatPerson } from "../../../src/core/conversation.ts";
import { MINUTE } from "../../../src/core/clock.ts";
import { silentLog } from "../../../src/core/log.ts";
import type { Reply } from "../../../src/core/reply.ts";
import { createLinkPreviews, PREVIEW_MS } from "../../../src/features/unfurl/preview-link.ts";
import { CHANNEL, JON, MIRA } from "../../bot/world.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { until } from "../../support/until.ts";
import { githubPerson } from "../signin/connected.ts";

const ISSUE: GitHubPreview = {
  kind: "issue",
  repository: "octo/hello",
  title: "Stove is cold",
  reference: "#7",
  state: "open",
  author: "mona",
  at: "2026-03-01T12:00:00Z",
  body: "",
  labels: [],
  facts: [],
  htmlUrl: "https://github.com/octo/hello/issues/7",
};

describe("what a pasted link shows", () => {
  let time: ManualTime;
  let connected: Map<string, string>;
  let asked: string[];
  let answer: (who: string) => Promise<GitHubPreview | undefined>;
  let preview: ReturnType<typeof createLinkPreviews>;
  beforeEach(() => {
    time = new ManualTime();
    connected = new Map([
      [MIRA.aadObjectId, "mira"],
      [JON.aadObjectId, "jon"],
    ]);
    asked = [];
    answer = async () => ISSUE;
    preview = createLinkPreviews({
      parseLink: (text) => parseGitHubLink(text, "github.com"),
      findConnection: async ({ aadObjectId }) => {
        const login = connected.get(aadObjectId);
        return login === undefined ? undefined : { id: login, ghUserId: login, ghLogin: login };
      },
      asConnected: async (id, work) => {
        asked.push(id);
        return work(githubPerson({ previews: { findPreview: () => answer(id) } }));
      },
      clock: time,
      timers: time,
      log: silentLog,
    });
  });

  const paste = (from: ChatPerson = MIRA, url = ISSUE.htmlUrl): Promise<Reply> =>
    preview({ kind: "link", activityId: "1", conversation: CHANNEL, from, url });
  const summaries = (shown: Reply): readonly string[] =>
    shown.kind === "messages"
      ? shown.messages.map((message) => ("summary" in message ? message.summary : message.text))
      : [shown.kind];
  const CARD = ["🟢 Open · octo/hello · #7 Stove is cold"];

  it("is its card, to the one who pasted it", async () => {
    const shown = await paste();

    assert.equal(shown.kind === "messages" && shown.audience, "asker");
    assert.deepEqual(summaries(shown), CARD);
  });

  it("is nothing for who has no connection, and GitHub isn't asked", async () => {
    connected.clear();

    assert.deepEqual(summaries(await paste()), []);
    assert.deepEqual(asked, []);
  });

  it("is nothing for other pages, and GitHub isn't asked", async () => {
    assert.deepEqual(summaries(await paste(MIRA, "https://github.com/settings/tokens")), []);
    assert.deepEqual(asked, []);
  });

  it("is remembered for its person alone, and not for long", async () => {
    answer = async (who) => (who === "mira" ? ISSUE : undefined);

    assert.deepEqual(summaries(await paste()), CARD);
    assert.deepEqual(summaries(await paste()), CARD);
    assert.deepEqual(asked, ["mira"]);
    assert.deepEqual(summaries(await paste(JON)), []);
    await time.advance(MINUTE);
    assert.deepEqual(summaries(await paste()), CARD);

    assert.deepEqual(asked, ["mira", "jon", "mira"]);
  });

  it("is gone with the connection, however fresh", async () => {
    await paste();
    connected.delete(MIRA.aadObjectId);

    assert.deepEqual(summaries(await paste()), []);
  });

  for (const error of [
    faults.SIGN_IN_AGAIN(),
    faults.GITHUB_FORBIDDEN(),
    faults.GITHUB_UNREACHABLE(),
    new TypeError("a defect"),
  ]) {
    it(`is nothing after ${error.message}`, async () => {
      answer = () => Promise.reject(error);

      assert.deepEqual(summaries(await paste()), []);
    });
  }

  it("is nothing when GitHub takes too long, and there the next time", async () => {
    let arrive = (_found: GitHubPreview): void => undefined;
    answer = () =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    const first = paste();
    await time.advance(PREVIEW_MS);
    assert.deepEqual(summaries(await first), []);

    arrive(ISSUE);
    await time.advance(1);

    assert.deepEqual(summaries(await paste()), CARD);
    assert.deepEqual(asked, ["mira"]);
  });

  it("is nothing while many others wait for theirs", async () => {
    const arrivals: (() => void)[] = [];
    answer = () =>
      new Promise((resolve) => {
        arrivals.push(() => {
          resolve(ISSUE);
        });
      });
    const url = (number: number): string => `https://github.com/octo/hello/issues/${String(number)}`;
    const waiting = Array.from({ length: 8 }, (_, index) => paste(MIRA, url(index + 1)));
    await until(() => arrivals.length === 8);

    assert.deepEqual(summaries(await paste(MIRA, url(9))), []);
    for (const arrive of arrivals) arrive();
    await Promise.all(waiting);
    answer = async () => ISSUE;

    assert.deepEqual(summaries(await paste(MIRA, url(9))), CARD);
  });
});
