type Spanned = { startsAt: number; endsAt: number };

export type ProgrammeRow<T> = { kind: "appointment"; appointment: T } | { kind: "gap"; ms: number; until: number };

/** Appointments by time, with a row for every gap between two that do not touch. */
export function programmeOf<T extends Spanned>(appointments: readonly T[]): ProgrammeRow<T>[] {
  const rows: ProgrammeRow<T>[] = [];
  let busyUntil: number | undefined;
  for (const appointment of byStart(appointments)) {
    if (busyUntil !== undefined && appointment.startsAt > busyUntil)
      rows.push({ kind: "gap", ms: appointment.startsAt - busyUntil, until: appointment.startsAt });
    rows.push({ kind: "appointment", appointment });
    busyUntil = Math.max(busyUntil ?? appointment.endsAt, appointment.endsAt);
  }
  return rows;
}

/** From the first start to the last end, epoch milliseconds; undefined where there is nothing. */
export function spanOf(appointments: readonly Spanned[]): Spanned | undefined {
  if (appointments.length === 0) return undefined;
  return {
    startsAt: Math.min(...appointments.map((appointment) => appointment.startsAt)),
    endsAt: Math.max(...appointments.map((appointment) => appointment.endsAt)),
  };
}

function byStart<T extends Spanned>(appointments: readonly T[]): T[] {
  return appointments.toSorted((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt);
}
