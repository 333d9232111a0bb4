import type { School } from "../db/records.ts";
import { schoolScope } from "../db/scope.ts";
import { type AppContext, followUp } from "../http/context.ts";
import { listAppointments } from "../queries/appointments.ts";
import { fullName, studentName } from "../rules/names.ts";
import { makeProgressMeeting, type Span } from "./demo-evenings.ts";
import { newEveningForm } from "./new-evening-form.ts";

/** `POST /dev/evenings` with JSON: makes an evening of the school at the given time, and answers with its id and its appointments. */
export async function answerNewEvening(c: AppContext, school: School): Promise<Response> {
  const span = await readSpan(c);
  if ("words" in span) return c.json(span, 422);
  const id = await makeProgressMeeting(c.var.deps.db, school, span, c.var.now);
  void followUp(c);
  return c.json(await describe(c, school, id, span), 201);
}

async function readSpan(c: AppContext): Promise<Span | { error: string; words: string }> {
  const body = newEveningForm(c.var.now).safeParse(await c.req.json().catch(() => null));
  if (body.success) return body.data;
  return { error: "This evening cannot be made", words: body.error.issues.map((issue) => issue.message).join(". ") };
}

async function describe(c: AppContext, school: School, id: string, span: Span) {
  const booked = await listAppointments(schoolScope(c.var.deps.db, school.id, c.var.now), { eveningId: id });
  const appointments = booked.map((appointment) => ({
    id: appointment.id,
    guardian: fullName({ ...appointment.guardian, role: "guardian" }),
    student: studentName(appointment.student),
    subject: appointment.subject,
    teachers: appointment.teachers.map(fullName),
    startsAt: appointment.startsAt,
    endsAt: appointment.endsAt,
  }));
  return { id, name: "Progress Meeting", school: school.slug, ...span, appointments };
}
