import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MUTANTS, type Mutant } from "./mutants.ts";

export type Score = { killed: number; all: number };

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** A short look finds most faults; the others are looked for longer. */
const LOOKS = [400, 4000, 40_000];
const LOOK_TIMES_OUT_MS = 300_000;

/** Makes every fault of `mutants.ts`, one by one and in copies, and says of each which rule caught it. */
export async function mutate(): Promise<Score> {
  const waiting = [...MUTANTS];
  let killed = 0;
  const lane = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const rule = await ruleThatCatches(mutant);
      if (rule) killed += 1;
      console.log(`${rule ? `killed by ${rule}` : "SURVIVED"}: ${mutant.fault} (${mutant.file})`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return { killed, all: MUTANTS.length };
}

async function ruleThatCatches({ file, from, to }: Mutant): Promise<string | null> {
  const copy = mkdtempSync(join(tmpdir(), "parlour-mutant-"));
  try {
    for (const path of ["durable-objects", "test/room", "package.json"]) {
      cpSync(join(ROOT, path), join(copy, path), { recursive: true });
    }
    const path = join(copy, "durable-objects", file);
    const source = readFileSync(path, "utf8");
    if (source.split(from).length !== 2) throw new Error(`${file} should hold this once: ${from}`);
    writeFileSync(
      path,
      source.replace(from, () => to),
    );
    for (const mostStates of LOOKS) {
      const rule = await look(copy, mostStates);
      if (rule) return rule;
    }
    return null;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The rule that an exploration of the copy found broken. A copy that does not even run is no kill: the fault is a bad one. */
function look(copy: string, mostStates: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const args = [join(copy, "test/room/explore.ts"), String(mostStates), "until-violation"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], timeout: LOOK_TIMES_OUT_MS });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        said += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => {
      const rule = /VIOLATION of (RM\d+)/.exec(said)?.[1];
      if (code === 0 || rule) resolve(rule ?? null);
      else reject(new Error(`The mutant did not run:\n${said}`));
    });
  });
}

if (import.meta.main) {
  const { killed, all } = await mutate();
  console.log(`${killed} of ${all} mutants killed`);
  process.exitCode = killed === all ? 0 : 1;
}
