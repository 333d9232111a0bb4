/** Ten minutes at most: an overrun is a courtesy, not a second appointment. */
export const MOST_OVERRUN_MS = 10 * 60_000;

export type Timed = {
  id: string;
  startsAt: number;
  endsAt: number;
  guardian: { id: string };
  teachers: { id: string }[];
};

/**
 * When the call must end at the latest: at its end (`on-time`), or when anyone expected in it is due elsewhere, ten minutes at most
 * (`until-next`). `others` are the evening's booked appointments; the appointment itself among them is ignored.
 */
export function overrunUntil(appointment: Timed, others: Timed[], ending: "on-time" | "until-next"): number {
  if (ending === "on-time") return appointment.endsAt;
  const expected = peopleOf(appointment);
  const due = others
    .filter((other) => other.id !== appointment.id && other.startsAt >= appointment.endsAt)
    .filter((other) => peopleOf(other).some((id) => expected.includes(id)))
    .map((other) => other.startsAt);
  return Math.min(appointment.endsAt + MOST_OVERRUN_MS, ...due);
}

function peopleOf(appointment: Timed): string[] {
  return [appointment.guardian.id, ...appointment.teachers.map((teacher) => teacher.id)];
}
