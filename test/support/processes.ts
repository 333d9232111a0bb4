import { execFileSync } from "node:child_process";

export type Process = { pid: number; command: string };

/** The processes that descend from `pid`, itself included. */
export function descendants(pid: number): Process[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
  const all = rows.map((row) => {
    const [, own, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return { pid: Number(own), parent: Number(parent), command };
  });
  const walk = (of: number): Process[] =>
    all.filter(({ parent }) => parent === of).flatMap((child) => [child, ...walk(child.pid)]);
  return [...all.filter((one) => one.pid === pid), ...walk(pid)];
}

/** The one descendant of `pid` whose command contains `part`. Throws where there is none, so that nobody else's process is meant. */
export function childOf(pid: number, part: string): number {
  const found = descendants(pid).findLast(({ command }) => command.includes(part));
  if (!found) throw new Error(`No process of ${pid} runs ${part}`);
  return found.pid;
}
