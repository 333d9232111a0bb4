import { readFileSync } from "node:fs";

const TICK_MS = 10;

/** User and system time of a process so far, by the kernel's clock of hundredths of a second (`man 5 proc`). */
export function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
