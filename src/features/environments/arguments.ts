import { rest, type ArgumentKind } from "../../core/arguments.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { hadTypedValue } from "../../core/typed-value.ts";
import { isOfTheShell, isVariableName } from "../../core/variable-name.ts";
import { readScope, type ScopeReference } from "../../core/variable-scope.ts";

/** Two scopes: the first is to use the variables of the other. */
export interface SharedReference {
  readonly scope: ScopeReference;
  readonly other: ScopeReference;
}

/** A variable of a scope. */
export interface VariableReference {
  readonly scope: ScopeReference;
  readonly variable: string;
}

const LONGEST_GIVEN = 60;
/** Longer ones are no use to anybody, and would fill the cards that list them. */
const LONGEST_NAME = 100;

/** `cloud:do-main`; the team where none is named. */
export const whichScope: ArgumentKind<ScopeReference> = rest(
  "scope",
  "whose variables: for example `env list cloud:do-main`",
  (words) => {
    const [scope = "team", extra] = words;
    if (extra !== undefined) throw faults.ENV_MALFORMED({ given: sayGiven(extra), verb: "list" });
    return getScopeReference(scope);
  },
);

/** `server:web-2`; the team only where it is named. */
export const whoseCopy: ArgumentKind<ScopeReference> = rest(
  "scope",
  "whose variables: for example `env part server:web-2`",
  (words) => {
    const [scope, extra] = words;
    if (scope === undefined) throw faults.ENV_MALFORMED({ given: "", verb: "part" });
    if (extra !== undefined) throw faults.ENV_MALFORMED({ given: sayGiven(extra), verb: "part" });
    return getScopeReference(scope);
  },
);

/** `server:web-2 server:web-1` */
export const whichShared: ArgumentKind<SharedReference> = rest(
  "scope other scope",
  "whose variables change, and whose they use then: for example `env share server:web-2 server:web-1`",
  (words) => {
    const [scope, other, extra] = words;
    if (scope === undefined || other === undefined) throw faults.ENV_MALFORMED({ given: "", verb: "share" });
    const references = { scope: getScopeReference(scope), other: getScopeReference(other) };
    if (extra !== undefined) throw faults.ENV_MALFORMED({ given: sayGiven(extra), verb: "share" });
    return references;
  },
);

/** `cloud:do-main DB_PASSWORD`, and nothing behind it. Throws ENV_VALUE_TYPED. */
export function whichVariable(verb: "set" | "unset" | "show"): ArgumentKind<VariableReference> {
  return rest(
    "scope NAME",
    `which variable of what: for example \`env ${verb} cloud:do-main DB_PASSWORD\``,
    (words) => {
      const [scope, variable, extra] = words;
      if (hadTypedValue(words.join(" "))) throw faults.ENV_VALUE_TYPED();
      if (scope === undefined || variable === undefined) {
        if (scope !== undefined) getScopeReference(scope);
        throw faults.ENV_MALFORMED({ given: "", verb });
      }
      const reference = { scope: getScopeReference(scope), variable: getVariableName(variable) };
      if (extra !== undefined) throw faults.ENV_MALFORMED({ given: sayGiven(extra), verb });
      return reference;
    },
  );
}

/** Throws ENV_NAME_INVALID, and ENV_NAME_REFUSED for what would break every login. */
export function getVariableName(typed: string): string {
  if (!isVariableName(typed) || typed.length > LONGEST_NAME)
    throw faults.ENV_NAME_INVALID({ given: sayGiven(typed) });
  if (isOfTheShell(typed)) throw faults.ENV_NAME_REFUSED({ name: typed });
  return typed;
}

/** What a person typed, short and inert. */
export function sayGiven(typed: string): string {
  return escapeMarkdown(typed.slice(0, LONGEST_GIVEN).toWellFormed());
}

function getScopeReference(typed: string): ScopeReference {
  const reference = readScope(typed);
  if (reference === undefined) throw faults.ENV_SCOPE_INVALID({ given: sayGiven(typed) });
  return reference;
}
