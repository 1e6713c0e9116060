import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { acknowledgement } from "./acknowledgement.ts";
import { cardRendering } from "./cards.ts";
import { commands } from "./commands.ts";
import { list } from "./list.ts";
import { latency } from "./latency.ts";
import { match } from "./match.ts";
import { ssh } from "./ssh.ts";
import { start } from "./start.ts";
import { meetsAim, type Benchmark, type Finding } from "./support/finding.ts";

// `npm run bench [-- <name> …]`: measures, prints a table, keeps the numbers in bench/results.

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  acknowledgement,
  latency,
  match,
  commands,
  cards: cardRendering,
  list,
  ssh,
  start,
};

const wanted = process.argv.slice(2);
const results: Record<string, readonly Finding[]> = {};
for (const [name, benchmark] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n${benchmark.title}\n`);
  const findings = await benchmark.run();
  results[name] = findings;
  for (const finding of findings) process.stdout.write(`  ${toLine(finding)}\n`);
}
await keep(results);
process.exit(0);

function toLine(finding: Finding): string {
  const { name, value, unit, aim } = finding;
  const shown = `${name.padEnd(44)} ${toNumber(value).padStart(9)} ${unit.padEnd(5)}`;
  if (aim === undefined) return shown;
  const promised = "atMost" in aim ? `<= ${String(aim.atMost)}` : `>= ${String(aim.atLeast)}`;
  return `${shown}  aim ${promised}: ${meetsAim(finding) === true ? "met" : "MISSED"}`;
}

function toNumber(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toPrecision(3);
}

async function keep(findings: Readonly<Record<string, readonly Finding[]>>): Promise<void> {
  const folder = path.join(import.meta.dirname, "results");
  await mkdir(folder, { recursive: true });
  const at = new Date().toISOString();
  const machine = { cores: availableParallelism(), node: process.version, platform: process.platform };
  const file = path.join(folder, `${at.replaceAll(":", "-")}.json`);
  await writeFile(file, `${JSON.stringify({ at, machine, findings }, undefined, 2)}\n`);
}
