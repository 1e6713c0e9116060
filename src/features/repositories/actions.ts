import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import type { RepositoryDeps } from "./deps.ts";
import { addSshKey } from "./key-commands.ts";
import { saveTicks } from "./save.ts";
import { requirePersonal, turnPage } from "./show.ts";
import { cardData } from "./ticks.ts";

const needs = { account: "github", permission: "member" } as const;

/** The buttons of the card of repositories. */
export const repositoryActions: readonly ActionSpec<RepositoryDeps>[] = [
  defineAction({
    verb: "repos.search",
    summary: "Search the repositories",
    data: cardData,
    needs,
    run: (turn, deps: RepositoryDeps) => turnPage(turn, "search", deps),
  }),
  defineAction({
    verb: "repos.next",
    summary: "Show the next repositories",
    data: cardData,
    needs,
    run: (turn, deps: RepositoryDeps) => turnPage(turn, "next", deps),
  }),
  defineAction({
    verb: "repos.previous",
    summary: "Show the repositories before",
    data: cardData,
    needs,
    run: (turn, deps: RepositoryDeps) => turnPage(turn, "previous", deps),
  }),
  defineAction({
    verb: "repos.save",
    summary: "Track what is ticked",
    data: cardData,
    needs,
    run: saveTicks,
  }),
  defineAction({
    verb: "repos.key",
    summary: "Add the Ployst SSH key at GitHub",
    data: z.object({}),
    needs,
    run: (turn, deps: RepositoryDeps) => {
      requirePersonal(turn);
      return addSshKey(turn, deps);
    },
  }),
];
