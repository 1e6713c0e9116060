import { Op } from "sequelize";
import type { DeploymentGroupRecord, DeploymentReader, NewestPage } from "../contract/index.ts";
import { anyOf } from "../batches.ts";
import { deploymentGroups } from "../models/deployment-groups.ts";
import type { Session } from "../session.ts";
import type { ListOptions, Where } from "../table.ts";
import { toGroupRecord } from "./deployment-records.ts";

type Columns = (typeof deploymentGroups)["columns"];
type GroupReader = Pick<
  DeploymentReader,
  | "findGroup"
  | "findGroupByNumber"
  | "listGroupsByTeam"
  | "listGroupsByProject"
  | "listGroupsInState"
  | "listInState"
  | "listTeamGroupsInState"
  | "listSucceeded"
  | "listDueForExpiry"
>;

/** What DeploymentReader tells of groups. */
export function createDeploymentGroupReader(session: Session): GroupReader {
  const table = session.table(deploymentGroups);
  const findOne = async (where: Where<Columns>): Promise<DeploymentGroupRecord | undefined> => {
    const row = await table.findOne(where);
    return row && toGroupRecord(row);
  };
  const list = async (options: ListOptions<Columns>): Promise<readonly DeploymentGroupRecord[]> =>
    (await table.list(options)).map(toGroupRecord);
  const listNewest = (where: Where<Columns>, { before, limit }: NewestPage) =>
    list({
      where: before === undefined ? where : { [Op.and]: [where, { id: { [Op.lt]: before } }] },
      order: [["id", "DESC"]],
      limit,
    });
  return {
    findGroup: (id) => findOne({ id }),
    findGroupByNumber: (teamId, number) => findOne({ teamId, number }),
    listGroupsByTeam: (teamId, page) => listNewest({ teamId }, page),
    listGroupsByProject: (projectId, page) => listNewest({ projectId }, page),
    listGroupsInState: (projectId, states) =>
      list({ where: { projectId, state: anyOf(states) }, order: [["id", "ASC"]] }),
    listInState: (states, limit) => list({ where: { state: anyOf(states) }, order: [["id", "ASC"]], limit }),
    listTeamGroupsInState: (teamId, states) =>
      list({ where: { teamId, state: anyOf(states) }, order: [["id", "ASC"]] }),
    listSucceeded: (projectId, limit) =>
      list({
        where: { projectId, state: "success", noop: false },
        order: [
          ["endedAt", "DESC"],
          ["id", "DESC"],
        ],
        limit,
      }),
    listDueForExpiry: (now, limit) =>
      list({
        where: { state: "pending_approval", expiresAt: { [Op.lte]: now } },
        order: [["expiresAt", "ASC"]],
        limit,
      }),
  };
}
