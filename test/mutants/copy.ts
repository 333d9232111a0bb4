import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../../local/settings.ts";
import { applyEdits } from "./edits.ts";
import { type Point, parseSource } from "./points.ts";

/** Git does not see this folder. */
export const FOLDER = join(ROOT, "test-results/mutants");

type Fault = { path: string; sound: string; broken: string };

/** A copy of the working tree as it is now, built, with the packages of the one that it is a copy of. */
export class Copy {
  readonly tree = join(FOLDER, "tree");
  #fault: Fault | undefined;

  constructor() {
    rmSync(this.tree, { recursive: true, force: true });
    for (const file of filesOfProject()) {
      mkdirSync(dirname(join(this.tree, file)), { recursive: true });
      cpSync(join(ROOT, file), join(this.tree, file));
    }
    symlinkSync(join(ROOT, "node_modules"), join(this.tree, "node_modules"));
    execFileSync(process.execPath, ["local/build.ts"], { cwd: this.tree, stdio: ["ignore", "ignore", "inherit"] });
  }

  /** Works while the copy has this fault. */
  async withFault<T>({ file, edits }: Point, work: () => Promise<T>): Promise<T> {
    const path = join(this.tree, file);
    const sound = readFileSync(path, "utf8");
    const broken = applyEdits(sound, edits);
    parseSource(file, broken);
    this.#fault = { path, sound, broken };
    writeFileSync(path, broken);
    try {
      return await work();
    } finally {
      writeFileSync(path, sound);
      this.#fault = undefined;
    }
  }

  /** Works while the copy has not the fault that it has now. */
  async withoutFault<T>(work: () => Promise<T>): Promise<T> {
    const fault = this.#fault;
    if (!fault) return work();
    writeFileSync(fault.path, fault.sound);
    try {
      return await work();
    } finally {
      writeFileSync(fault.path, fault.broken);
    }
  }
}

function filesOfProject(): string[] {
  const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return list.split("\0").filter((name) => name !== "" && existsSync(join(ROOT, name)));
}
