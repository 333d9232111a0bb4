import type { Miniflare } from "miniflare";
import type { Pressed } from "./rush-crowd.ts";

type Row = { id: string; guardianId: string; startsAt: number; endsAt: number };
type Claim = { personId: string; unitAt: number; appointmentId: string };

export type Truth = {
  /** Pairs of appointments that one person has at one time. */
  doubled: number;
  /** Appointments whose people and units are not exactly those that are claimed. */
  halfBooked: number;
  /** Accepted and not there, or there and never accepted. */
  lost: number;
  /** Refused for what is not so. Nothing is given back during the rush, so what was true then is true now. */
  untrue: number;
};

/** What the database says after the rush, read with statements of its own. */
export async function truthOf(miniflare: Miniflare, pressed: readonly Pressed[], slotMs: number): Promise<Truth> {
  const d1 = await miniflare.getD1Database("DB");
  const all = async <One>(sql: string) => (await d1.prepare(sql).all()).results as One[];
  const rows = await all<Row>(
    "SELECT id, guardian_id AS guardianId, starts_at AS startsAt, ends_at AS endsAt FROM appointments WHERE state = 'booked'",
  );
  const taught = Map.groupBy(
    await all<{ id: string; teacherId: string }>(
      "SELECT appointment_id AS id, teacher_id AS teacherId FROM appointment_teachers",
    ),
    (one) => one.id,
  );
  const claims = await all<Claim>(
    "SELECT person_id AS personId, unit_at AS unitAt, appointment_id AS appointmentId FROM claims",
  );
  const people = (row: Row) => [row.guardianId, ...(taught.get(row.id) ?? []).map((one) => one.teacherId)];
  const accepted = new Set(pressed.filter((one) => one.kind === "accepted").map((one) => one.id));
  const there = new Set(rows.map((row) => row.id));
  return {
    doubled: doubledOf(rows, people),
    halfBooked: halfBookedOf(rows, people, claims, slotMs),
    lost: differences(accepted, there),
    untrue: untrueOf(pressed, claims),
  };
}

function doubledOf(rows: readonly Row[], people: (row: Row) => string[]): number {
  const byPerson = Map.groupBy(
    rows.flatMap((row) => people(row).map((person) => ({ person, row }))),
    (one) => one.person,
  );
  let found = 0;
  for (const theirs of byPerson.values()) {
    const inOrder = theirs.map(({ row }) => row).sort((one, other) => one.startsAt - other.startsAt);
    for (const [at, row] of inOrder.entries()) if (row.startsAt < (inOrder[at - 1]?.endsAt ?? 0)) found += 1;
  }
  return found;
}

function halfBookedOf(rows: readonly Row[], people: (row: Row) => string[], claims: readonly Claim[], slotMs: number) {
  const byAppointment = Map.groupBy(claims, (claim) => claim.appointmentId);
  const isHalf = (row: Row) => {
    const units = Array.from({ length: (row.endsAt - row.startsAt) / slotMs }, (_, at) => row.startsAt + at * slotMs);
    const wanted = new Set(people(row).flatMap((person) => units.map((unit) => `${person} ${unit}`)));
    const found = new Set((byAppointment.get(row.id) ?? []).map((claim) => `${claim.personId} ${claim.unitAt}`));
    return people(row).length < 2 || differences(wanted, found) > 0;
  };
  const stray = claims.filter((claim) => !rows.some((row) => row.id === claim.appointmentId)).length;
  return rows.filter(isHalf).length + stray;
}

function untrueOf(pressed: readonly Pressed[], claims: readonly Claim[]): number {
  const taken = new Set(claims.map((claim) => `${claim.personId} ${claim.unitAt}`));
  const isUntrue = (one: Pressed) => {
    if (one.kind === "accepted") return false;
    const busy = one.reason === "clash" ? [one.guardianId] : one.reason === "taken" ? one.teacherIds : [];
    return !busy.some((person) => taken.has(`${person} ${one.startsAt}`));
  };
  return pressed.filter(isUntrue).length;
}

/** How many are in one of them alone. */
function differences(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return [...one].filter((id) => !other.has(id)).length + [...other].filter((id) => !one.has(id)).length;
}
