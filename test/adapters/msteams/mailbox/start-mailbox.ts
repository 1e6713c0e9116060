import type { MailboxStore } from "../../../../src/adapters/msteams/mailbox/contract.ts";
import {
  createMailbox,
  type Mailbox,
  type MailboxOptions,
} from "../../../../src/adapters/msteams/mailbox/mailbox.ts";
import { silentLog } from "../../../../src/core/log.ts";
import { ManualTime } from "../../../support/manual-time.ts";
import { FakeOutbox } from "./fake-outbox.ts";
import { FakeTeams } from "./fake-teams.ts";

export interface World {
  readonly time: ManualTime;
  readonly outbox: FakeOutbox;
  readonly teams: FakeTeams;
  readonly mailbox: Mailbox;
  /** One more mailbox on the same outbox and platform, as another process has it. */
  readonly another: (options?: Partial<MailboxOptions>) => Mailbox;
}

/** A started mailbox over an outbox with conversation `c1`, its jitter always in the middle. */
export async function startMailbox(options: Partial<MailboxOptions> = {}): Promise<World> {
  const time = new ManualTime();
  const outbox = new FakeOutbox(time);
  const teams = new FakeTeams(time);
  outbox.addConversation("c1");
  const another = (more: Partial<MailboxOptions> = {}): Mailbox =>
    createMailbox({
      store: outbox,
      connector: teams,
      clock: time,
      timers: time,
      log: silentLog,
      random: () => 0.5,
      ...more,
    });
  const mailbox = another(options);
  mailbox.start();
  await time.advance(0);
  return { time, outbox, teams, mailbox, another };
}

/** A store whose process can die: from then on it answers nothing. */
export function mortal(store: MailboxStore): { readonly store: MailboxStore; readonly kill: () => void } {
  let dead = false;
  const never = new Promise<never>(() => undefined);
  return {
    store: {
      transaction: (work) => (dead ? never : store.transaction(work)),
      read: (work) => (dead ? never : store.read(work)),
    },
    kill: () => {
      dead = true;
    },
  };
}
