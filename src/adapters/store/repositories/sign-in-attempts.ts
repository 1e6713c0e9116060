import { Op } from "sequelize";
import { z } from "zod";
import { newId } from "../../../core/ids.ts";
import type { ProvisionalTokens, SignInAttemptRecord, SignInAttemptRepository } from "../contract/index.ts";
import { readJson, writeJson } from "../json-text.ts";
import { signInAttempts } from "../models/sign-in-attempts.ts";
import { anyOf, pruneById } from "../batches.ts";
import { rowSecrets } from "../secrets.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

type Row = RowIn<typeof signInAttempts>;

const storedTime = z.iso.datetime().transform((value) => new Date(value));
const tokensSchema: z.ZodType<ProvisionalTokens> = z.object({
  ghUserId: z.string(),
  ghLogin: z.string(),
  accessToken: z.string(),
  refreshToken: z.string().exactOptional(),
  expiresAt: storedTime.exactOptional(),
  refreshExpiresAt: storedTime.exactOptional(),
});

export function createSignInAttemptRepository(session: Session): SignInAttemptRepository {
  const table = session.table(signInAttempts);
  const secrets = (id: string): ReturnType<typeof rowSecrets> =>
    rowSecrets(session.vault, signInAttempts.name, id);
  const live = (): { expiresAt: { [Op.gt]: Date } } => ({ expiresAt: { [Op.gt]: session.clock.now() } });
  return {
    create: async ({ userId, stateHash, verifier, expiresAt }) => {
      const row = newAttempt({ userId, stateHash, expiresAt });
      await table.insert({ ...row, verifier: secrets(row.id).seal("verifier", verifier) });
      return toAttemptRecord(row);
    },
    findByState: async (stateHash) => {
      const row = await table.findOne({ stateHash });
      return row && toAttemptRecord(row);
    },
    findVerifier: async (id) => {
      const row = await table.findOne({ id });
      return row && secrets(id).open("verifier", row.verifier);
    },
    bindBrowser: async (id, browserHash) => {
      const open = anyOf(["", browserHash]);
      return (await table.update({ id, browserHash: open }, { browserHash })) === 1;
    },
    useState: async (id) => {
      const usedAt = session.clock.now();
      return (await table.update({ id, usedAt: null, ...live() }, { usedAt })) === 1;
    },
    recordTokens: async (id, tokens, codeHash) => {
      const sealed = secrets(id).seal("tokens", writeJson(tokens));
      // The verifier has done its work.
      await table.update({ id }, { tokens: sealed, codeHash, verifier: null });
    },
    listAwaitingCode: async (userId) => {
      const rows = await table.list({
        where: { userId, codeHash: { [Op.ne]: "" }, ...live() },
        order: [["id", "DESC"]],
      });
      return rows.map(toAttemptRecord);
    },
    countTry: async (id, maxTries) => {
      await table.update({ id }, { tries: table.plus("tries", 1) });
      const tries = (await table.findOne({ id }))?.tries ?? maxTries;
      if (tries >= maxTries) await table.update({ id }, { tokens: null, codeHash: "" });
      return tries;
    },
    takeTokens: async (id) => {
      const row = await table.findOne({ id, ...live() });
      const opened = row && secrets(id).open("tokens", row.tokens);
      if (opened === undefined) return undefined;
      const met = await table.update({ id, tokens: { [Op.ne]: null } }, { tokens: null, codeHash: "" });
      return met === 1 ? readJson(tokensSchema, opened) : undefined;
    },
    prune: (before, limit) => pruneById(table, { expiresAt: { [Op.lt]: before } }, limit),
  };
}

function newAttempt(
  given: Pick<Row, "userId" | "stateHash" | "expiresAt">,
): Omit<Row, "createdAt" | "updatedAt"> {
  return {
    id: newId(),
    ...given,
    verifier: null,
    browserHash: "",
    codeHash: "",
    tokens: null,
    tries: 0,
    usedAt: null,
  };
}

function toAttemptRecord(row: Omit<Row, "createdAt" | "updatedAt">): SignInAttemptRecord {
  const { id, userId, stateHash, browserHash, codeHash, tries, expiresAt, usedAt } = row;
  return {
    id,
    userId,
    stateHash,
    browserHash,
    codeHash,
    tries,
    expiresAt,
    ...(usedAt !== null && { usedAt }),
  };
}
