import { parseArgs } from "node:util";
import { createLog } from "../src/adapters/log/index.ts";
import { silentLog } from "../src/core/log.ts";
import { JIRA_EMAIL, JIRA_TOKEN } from "./jira/index.ts";
import { startPage } from "./page/index.ts";
import { startStage, type Stage } from "./stage.ts";
import { playStory } from "./story.ts";

const PORT = 3980;
const EXIT_NOT_SEEN = 1;
const EXIT_USAGE = 64;
const EXIT_INTERRUPTED = 130;

const HELP = `npm run demo                  Ployst, a GitHub and a Teams on this machine, as one page in your browser
npm run demo -- --script      plays the story without a browser and checks every step
  --port <n>                  the page's port (3980, or any free one when it is taken)
  --verbose                   Ployst's own log, on standard error
`;

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** `ployst demo`: everything in this process, its data deleted at the end. Resolves with the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    process.stderr.write(HELP);
    return EXIT_USAGE;
  }
  if (options.help) {
    write(HELP);
    return 0;
  }
  // Listened for from the start, so that nothing is left behind whenever it comes.
  const interrupted = new Promise<number>((resolve) => {
    process.once("SIGINT", () => resolve(EXIT_INTERRUPTED));
    process.once("SIGTERM", () => resolve(0));
  });
  const log = options.verbose ? createLog({ level: "debug", destination: process.stderr }) : silentLog;
  const stage = await startStage({ log });
  try {
    if (!options.script) return await showPage(stage, options.port, interrupted);
    const seen = playStory(stage, { write }).then((all) => (all ? 0 : EXIT_NOT_SEEN));
    return await Promise.race([seen, interrupted]);
  } finally {
    await stage.stop();
  }
}

interface Options {
  readonly script: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
  readonly port: number;
}

/** Undefined when the arguments aren't the demo's. */
function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        script: { type: "boolean", default: false },
        verbose: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        port: { type: "string", default: String(PORT) },
      },
    });
    const port = Number(values.port);
    return Number.isInteger(port) && port >= 0 && port < 65_536 ? { ...values, port } : undefined;
  } catch {
    return undefined;
  }
}

async function showPage(stage: Stage, port: number, interrupted: Promise<number>): Promise<number> {
  const page = await startPage(stage, { port });
  const { machine } = stage;
  write(`
Ployst is running, with a Teams and a GitHub of its own. Open

    ${page.url}

  1. Press the suggestion @GitHub subscribe contoso/tools, sign in as mira, and tell the bot the code.
  2. Install the App from the card: your command goes on by itself.
  3. Open an issue or a pull request in the GitHub lab on the right, and watch its card stay up to date.
  4. Follow the suggestions: status, settings, a pause, a reminder; and alerts in your own chat with the bot.
  5. Say @GitHub team create Platform and invite Ada: her mail comes into the mailbox on the right. Follow its link,
     and tell the bot the code as Ada.
  6. Say service enable jira in a chat with the bot: its address is ${stage.jira.url}, the e-mail
     ${JIRA_EMAIL}, the token ${JIRA_TOKEN}. Then say feature PROJ-1.
  7. There is a server, too (${machine.kind}). Say cloud add hosts lab, fill in the form that its button
     opens, say keypair create team deploys, then
     server create web-1 cloud=lab address=${machine.address} port=${String(machine.port)} user=${machine.user} keys=team:deploys
     Its card shows the line for ${machine.home}/.ssh/authorized_keys.
     Then project create web contoso/web, with the script sh deploy.sh, and deploy web.

Ctrl-C ends it and deletes everything.
`);
  await interrupted;
  await page.close();
  return 0;
}
