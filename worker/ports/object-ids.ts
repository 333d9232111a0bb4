import type { AppointmentId, EveningId, SchoolId } from "../db/ids.ts";

/** The room of an appointment: its Durable Object's name. Appointment ids come from forms, so the school is part of it. */
export function roomIdOf(schoolId: SchoolId, appointmentId: AppointmentId): string {
  return `${schoolId}/${appointmentId}`;
}

/** The board of an evening, named as the rooms are. */
export function boardIdOf(schoolId: SchoolId, eveningId: EveningId): string {
  return `${schoolId}/${eveningId}`;
}
