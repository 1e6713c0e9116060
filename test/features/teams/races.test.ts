import assert from "node:assert/strict";
import type { TeamRecord } from "../../../src/adapters/store/index.ts";
import type { CommandTurn } from "../../../src/core/command.ts";
import type { ChatPerson } from "../../../src/core/conversation.ts";
import { isFault } from "../../../src/core/errors.ts";
import type { TeamDeps } from "../../../src/features/teams/deps.ts";
import { createTeam } from "../../../src/features/teams/create.ts";
import { deleteTeam } from "../../../src/features/teams/delete.ts";
import { linkTeam, unlinkTeam } from "../../../src/features/teams/link.ts";
import { changeOwner } from "../../../src/features/teams/owner.ts";
import { restoreTeam } from "../../../src/features/teams/restore.ts";
import { leaveTeam, removeMember } from "../../../src/features/teams/remove.ts";
import { renameTeam } from "../../../src/features/teams/rename.ts";
import { findStanding } from "../../../src/features/teams/standing.ts";
import { JON, MIRA, openBotWorld, type BotWorld } from "../../bot/world.ts";

describe("a team that changes while somebody says something about it", () => {
  let world: BotWorld;
  let deps: TeamDeps;
  let heard: string[];
  let team: TeamRecord;
  beforeEach(async () => {
    world = await openBotWorld();
    heard = [];
    deps = {
      teams: {
        store: world.store,
        record: (tx, turn, answer) => world.answers.record(tx, turn, answer),
        onMembershipChanged: async (_tx, member) => {
          heard.push(member.state);
        },
        listOpenedBy: () => Promise.resolve([]),
        announce: () => Promise.resolve(),
      },
    };
    const turn = await world.turn("team create Platform");
    await createTeam({ ...turn, args: { name: "Platform" } }, deps);
    const found = await world.store.read((reads) => reads.teams.findByName("tenant", "Platform"));
    if (found === undefined) throw new Error("no team");
    team = found;
  });
  afterEach(() => world.close());

  /** A turn as the pipeline hands it on: with the team in force as it was then. */
  const turnOf = async (person: ChatPerson): Promise<CommandTurn> => {
    const turn = await world.turn("team …", person);
    const { userId } = turn.actor;
    const standing = await world.store.read((reads) =>
      findStanding(userId, turn.place.conversationId, reads),
    );
    if (standing.kind !== "in") throw new Error("in no team");
    return { ...turn, actor: { ...turn.actor, team: standing.team } };
  };
  const join = async (person: ChatPerson): Promise<string> =>
    world.store.transaction(async (tx) => {
      const { id } = await tx.users.ensure(person);
      await tx.teamMembers.create({
        ...{ teamId: team.id, userId: id, role: "user", permissions: [], state: "active" },
      });
      return id;
    });
  const changed = (error: unknown): boolean => isFault(error, "TEAM_CHANGED");

  it("is no longer renamed or deleted by who was its owner", async () => {
    const jonId = await join(JON);
    const turn = await turnOf(MIRA);
    await world.store.transaction((tx) => tx.teams.setOwner(team.id, team.ownerId, jonId));

    await assert.rejects(renameTeam({ ...turn, args: { name: "Mine" } }, deps), changed);
    await assert.rejects(deleteTeam({ ...turn, args: {} }, deps), changed);

    const after = await world.store.read((reads) => reads.teams.find(team.id));
    assert.deepEqual([after?.name, after?.deletedAt], ["Platform", undefined]);
  });

  it("is handed over to nobody who left it since", async () => {
    const jonId = await join(JON);
    const turn = await turnOf(MIRA);
    const args = { person: ["@Jon"] };
    const jon = await world.store.read((reads) => reads.teamMembers.findByUser(team.id, jonId));
    await world.store.transaction((tx) => tx.teamMembers.withdraw(jon?.id ?? ""));

    const agreed = { ...turn, args, confirmed: { userId: jonId } };
    await assert.rejects(changeOwner(agreed, deps), (error) => isFault(error, "TEAM_NOT_MEMBER"));
    assert.equal((await world.store.read((reads) => reads.teams.find(team.id)))?.ownerId, team.ownerId);
  });

  it("is left once, and told of where memberships matter", async () => {
    await join(JON);
    const [one, other] = [await turnOf(JON), await turnOf(JON)];

    await leaveTeam({ ...one, args: {} }, deps);
    await assert.rejects(leaveTeam({ ...other, args: {} }, deps), changed);

    assert.deepEqual(heard, ["active", "withdrawn"]);
  });

  it("takes its members' memberships with it when it goes, and back", async () => {
    await join(JON);

    await deleteTeam({ ...(await turnOf(MIRA)), args: {} }, deps);
    const gone = [...heard];
    await restoreTeam({ ...(await world.turn("team restore")), args: { name: "platform" } }, deps);

    assert.deepEqual(gone, ["active", "active", "active"]);
    assert.equal(heard.length, 5);
  });

  it("is left by who was given it only after handing it on", async () => {
    const jonId = await join(JON);
    const turn = await turnOf(JON);
    await world.store.transaction((tx) => tx.teams.setOwner(team.id, team.ownerId, jonId));

    await assert.rejects(leaveTeam({ ...turn, args: {} }, deps), (error) =>
      isFault(error, "TEAM_OWNER_LEAVES"),
    );

    assert.deepEqual(heard, ["active"]);
  });

  it("takes no channel that was linked elsewhere since the question", async () => {
    const other = await world.store.transaction((tx) =>
      tx.teams.create({ tenantId: "tenant", name: "Payments", ownerId: team.ownerId }),
    );
    const otherId = other?.id ?? "";
    await world.store.transaction((tx) =>
      tx.teamMembers.create({
        ...{ teamId: otherId, userId: team.ownerId, role: "owner", permissions: [], state: "active" },
      }),
    );
    const turn = await turnOf(MIRA);
    const { conversationId } = turn.place;
    await world.store.transaction((tx) => tx.conversations.linkTeam(conversationId, "", otherId));

    await assert.rejects(linkTeam({ ...turn, args: { name: "Platform" } }, deps), changed);
    const linked = { ...turn, actor: { ...turn.actor, team: { ...teamOf(turn), isLinked: true } } };
    await assert.rejects(unlinkTeam({ ...linked, args: {} }, deps), changed);

    const conversation = await world.store.read((reads) => reads.conversations.find(conversationId));
    assert.equal(conversation?.ploystTeamId, otherId);
  });

  it("keeps what is done, and its answer, together: a turn whose lease was lost changes nothing", async () => {
    await join(JON);
    const turn = await turnOf(MIRA);
    const lost = { ...turn, jobHolder: "somebody else", mentions: [{ id: JON.teamsUserId, name: "Jon" }] };

    await assert.rejects(removeMember({ ...lost, args: { person: ["@Jon"] } }, deps), /lease/);

    const members = await world.store.read((reads) => reads.teamMembers.list(team.id, { limit: 10 }));
    assert.deepEqual(
      members.map(({ state }) => state),
      ["active", "active"],
    );
  });

  it("is the last of fifty that one person is in", async () => {
    for (let each = 0; each < 49; each += 1) {
      const turn = await world.turn("team create");
      await createTeam({ ...turn, args: { name: `Team ${String(each)}` } }, deps);
    }
    const turn = await world.turn("team create");

    const more = createTeam({ ...turn, args: { name: "One more" } }, deps);

    await assert.rejects(more, (error) => isFault(error, "TEAM_TOO_MANY"));
  });
});

function teamOf(turn: CommandTurn) {
  if (turn.actor.team === undefined) throw new Error("no team in force");
  return turn.actor.team;
}
