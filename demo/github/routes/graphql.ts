import { z } from "zod";
import { answerNamedWork, answerNamedWorkOfOwner } from "../graphql/named-work.ts";
import { answerOpenPulls } from "../graphql/open-pulls.ts";
import { fail, ok, type Answer } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import { route, type Route } from "../http/router.ts";

/** Of GraphQL the lab knows a few queries, by their names. */
export const graphqlRoutes: Route[] = [route("POST /graphql", answer)];

const Question = z.object({ query: z.string(), variables: z.unknown() });
const ANSWERS: Readonly<Record<string, (call: Call, variables: unknown) => object | undefined>> = {
  OpenPulls: answerOpenPulls,
  NamedWork: answerNamedWork,
  NamedWorkOfOwner: answerNamedWorkOfOwner,
};

function answer(call: Call): Answer {
  if (call.caller.kind === "none") return fail(401, "This endpoint requires you to be authenticated.");
  const question = Question.safeParse(call.body).data;
  const name = /^query (\w+)\(/.exec(question?.query ?? "")?.[1] ?? "";
  const data = ANSWERS[name]?.(call, question?.variables);
  if (data === undefined)
    return ok({ errors: [{ type: "UNKNOWN_QUERY", message: "The lab can't answer that" }] });
  const isMissing = "repository" in data && data.repository === null;
  const errors = [{ type: "NOT_FOUND", path: ["repository"], message: "Could not resolve to a Repository" }];
  return ok({ data, ...(isMissing && { errors }) });
}
