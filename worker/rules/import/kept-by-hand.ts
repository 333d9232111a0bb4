import type { guardianships } from "../../db/schema.ts";
import type { Correctable } from "../corrections.ts";

/** Something of which the files say otherwise, and which stays as the office made it. */
export type KeptByHand =
  | { kind: "student" | "guardian" | "staff"; id: string; name: string; columns: Correctable[] }
  | { kind: "link"; studentId: string; byHand: "added" | "changed" | "ended"; guardian: string; student: string };

type Named = { id: string; forename: string; surname: string };

export function nameOf({ forename, surname }: Named): string {
  return [forename, surname].filter(Boolean).join(" ");
}

export function keptOf(
  kind: "student" | "guardian" | "staff",
  said: readonly { row: Named; columns: Correctable[] }[],
): KeptByHand[] {
  return said.map(({ row, columns }) => ({ kind, id: row.id, columns, name: nameOf(row) }));
}

type Now = { guardians: readonly Named[]; students: readonly Named[] };
type Bond = typeof guardianships.$inferSelect;

export function bondKey(row: Bond): string[] {
  return [row.guardianId, row.studentId];
}

/**
 * The links of guardians to students that an import decides about: those that the office added are not taken away, those that it ended do not
 * come back, those that it changed are not written over. `kept` are those of which the files say otherwise.
 */
export function bondsByHand(wanted: readonly Bond[], known: readonly Bond[], now: Now) {
  const key = (row: Bond) => JSON.stringify(bondKey(row));
  const byHand = new Map(known.filter((row) => row.byHand !== null).map((row) => [key(row), row]));
  const listed = new Map(wanted.map((row) => [key(row), row]));
  const kept = [...byHand.values()].filter((row) => differs(row, listed.get(key(row))));
  const isTheirs = (row: Bond) => !byHand.has(key(row));
  return { wanted: wanted.filter(isTheirs), known: known.filter(isTheirs), kept: toKept(kept, now) };
}

function differs(row: Bond, listed: Bond | undefined): boolean {
  if (row.byHand === "ended") return listed !== undefined;
  if (!listed) return true;
  const { relationship, priority, parentalResponsibility, livesWith, courtOrder } = listed;
  const said = { relationship, priority, parentalResponsibility, livesWith, courtOrder };
  return (Object.keys(said) as (keyof typeof said)[]).some((column) => said[column] !== row[column]);
}

function toKept(bonds: readonly Bond[], { guardians, students }: Now): KeptByHand[] {
  if (bonds.length === 0) return [];
  const names = new Map([...guardians, ...students].map((row) => [row.id, nameOf(row)]));
  return bonds.map(({ guardianId, studentId, byHand }) => ({
    ...{ kind: "link", studentId, byHand: byHand ?? "changed" },
    ...{ guardian: names.get(guardianId) ?? "", student: names.get(studentId) ?? "" },
  }));
}
