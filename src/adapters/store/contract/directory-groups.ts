/** A team's group in the directory: its name and number stay, whatever the team is called later. */
export interface DirectoryGroupRecord {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly gidNumber: number;
}

export interface DirectoryGroupReader {
  findByTeam(teamId: string): Promise<DirectoryGroupRecord | undefined>;
  /** Groups of all teams that the user was ever a member of, whatever became of the two (at most 500). */
  listByMember(userId: string): Promise<readonly DirectoryGroupRecord[]>;
}

export interface DirectoryGroupRepository extends DirectoryGroupReader {
  /** Undefined when the team has one already, or another team has that name or number. */
  create(group: Omit<DirectoryGroupRecord, "id">): Promise<DirectoryGroupRecord | undefined>;
}
