import { setting } from "./setting.ts";
import { textLike, wholeNumber } from "./values.ts";

const MEGABYTE = 2 ** 20;
const GIGABYTE = 2 ** 30;

export const clonesSection = {
  title: "Clones",
  description: "Where copies of repositories are kept, one folder for each host that runs this bot.",
  settings: {
    root: setting({
      name: "CLONE_ROOT",
      schema: textLike(/^[^\0\r\n]{1,1000}$/, "a folder"),
      fallback: "./data/clones",
      description: "The folder; made if it isn't there. Processes on one host may share it.",
    }),
    quotaBytes: setting({
      name: "CLONE_QUOTA_BYTES",
      schema: wholeNumber(MEGABYTE, Number.MAX_SAFE_INTEGER),
      fallback: String(10 * GIGABYTE),
      description:
        "Bytes that all copies may take together. Those that were not used for longest go first; a repository that is larger than all is refused.",
    }),
  },
} as const;
