import type { PasswordVerdict } from "./contract/index.ts";

/** zxcvbn's scale of 0 to 4: 3 is "safely unguessable: moderate protection from offline slow-hash scenario". */
const LEAST_SCORE = 3;

type Check = (password: string, about: readonly string[]) => PasswordVerdict;

let loading: Promise<Check> | undefined;

/** The dictionaries take megabytes, so they are read when the first password of the process is chosen. */
export async function checkStrength(password: string, about: readonly string[]): Promise<PasswordVerdict> {
  loading ??= loadCheck();
  return (await loading)(password, about);
}

async function loadCheck(): Promise<Check> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
  return (password, about) => {
    const { score, feedback } = zxcvbn.check(password, [...about]);
    if (score >= LEAST_SCORE) return { kind: "good" };
    const reasons = [feedback.warning ?? "", ...feedback.suggestions].filter((text) => text !== "");
    const advice = reasons.length === 0 ? "Add another word or two." : reasons.join(" ");
    return { kind: "refused", advice: `That is easy to guess. ${advice}` };
  };
}
