import type { GitHubLab } from "./github/index.ts";
import type { Machine } from "./hosts/index.ts";
import type { FakeJira } from "./jira/index.ts";
import { Mailbox } from "./mail/mailbox.ts";
import type { FakeConversation, FakePerson, FakeTeams } from "./teams/connector/index.ts";

/** A person of the demo: somebody in Teams with an account on the lab's GitHub. */
export interface CastMember {
  /** On the lab's GitHub. */
  readonly login: string;
  /** What a newcomer should know of them. */
  readonly role: string;
  readonly person: FakePerson;
  readonly chat: FakeConversation;
}

/** Who plays, and where: all that the page and the story need. */
export interface Scene {
  readonly teams: FakeTeams;
  readonly lab: GitHubLab;
  readonly jira: FakeJira;
  /** The team's own host. */
  readonly machine: Machine;
  /** Where the mails of Ployst end. */
  readonly mailbox: Mailbox;
  readonly mira: CastMember;
  readonly jon: CastMember;
  readonly eve: CastMember;
  readonly ada: CastMember;
  readonly general: FakeConversation;
  readonly ops: FakeConversation;
}

const TEAM = "Contoso";

export interface Places extends Pick<Scene, "teams" | "lab" | "jira" | "machine"> {
  readonly mailbox?: Mailbox;
}

/** Puts the demo's people and channels into a fake Teams. */
export function createScene({ teams, lab, jira, machine, mailbox = new Mailbox() }: Places): Scene {
  const member = (login: string, name: string, role: string): CastMember => {
    const person = teams.person({ name, email: `${login}@contoso.example` });
    return { login, role, person, chat: teams.personalChat(person) };
  };
  const mira = member("mira", "Mira Lindqvist", `owner of ${TEAM.toLowerCase()} on GitHub`);
  const jon = member("jon", "Jon Abara", `may write in ${TEAM.toLowerCase()}'s public repositories`);
  const eve = member("eve", "Eve Ocampo", "an outsider on GitHub");
  const ada = member("ada", "Ada Lovelace", "new here: invite her to a team by mail");
  const general = teams.channel("general");
  const ops = teams.channel("ops");
  for (const channel of [general, ops]) {
    for (const { person } of [mira, jon, eve, ada]) channel.members.add(person);
  }
  // Whoever waits for what Teams shows, or watches it, is told of mail, too.
  mailbox.onLetter(() => teams.world.changed());
  return { teams, lab, jira, machine, mailbox, mira, jon, eve, ada, general, ops };
}

export function listCast({ mira, jon, eve, ada }: Scene): readonly CastMember[] {
  return [mira, jon, eve, ada];
}
