import type { TeacherId } from "../db/ids.ts";
/** What a mail has listed of one appointment: ids and times, no names. */
export type Listed = { id: string; startsAt: number; endsAt: number; teacherIds: readonly TeacherId[] };

export type ListDifference =
  | { kind: "new"; id: string }
  | { kind: "moved"; id: string; from: number }
  | { kind: "people"; id: string }
  | { kind: "gone"; id: string; from: number };

/** What a reader who has the first list has to be told to have the second: what is new or different by its order there, then what is gone. */
export function differencesBetween(before: readonly Listed[], now: readonly Listed[]): ListDifference[] {
  const old = new Map(before.map((one) => [one.id, one]));
  const kept = new Set(now.map(({ id }) => id));
  return [
    ...now.flatMap((one) => changeOf(old.get(one.id), one)),
    ...before.flatMap(({ id, startsAt }) => (kept.has(id) ? [] : [{ kind: "gone", id, from: startsAt } as const])),
  ];
}

function changeOf(before: Listed | undefined, now: Listed): ListDifference[] {
  const { id } = now;
  if (!before) return [{ kind: "new", id }];
  if (before.startsAt !== now.startsAt || before.endsAt !== now.endsAt)
    return [{ kind: "moved", id, from: before.startsAt }];
  return sameIds(before.teacherIds, now.teacherIds) ? [] : [{ kind: "people", id }];
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
