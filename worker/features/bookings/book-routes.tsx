import * as z from "zod";
import { BookManualPage } from "../../../web/pages/book-manual-page.tsx";
import type { AppointmentId, EveningId } from "../../db/ids.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole, signedIn } from "../../http/sessions.ts";
import { type BookingGrid, loadBookingGrid } from "../../queries/booking-grid.ts";
import { findEvening } from "../../queries/evenings.ts";
import { anchorOf } from "../../rules/anchor.ts";
import { MOST_MESSAGE_LENGTH } from "../../rules/booking/message.ts";
import { windowOf } from "../../rules/booking/window.ts";
import { id, instant, message, yesOrNo } from "../../rules/form-fields.ts";
import { bookAppointment } from "./book-appointment.ts";
import { bookManualView, type Done, refusalView } from "./book-manual-view.ts";
import { cancelAppointment } from "./cancel-appointment.ts";
import type { Choice } from "./judge-press.ts";
import { liveAddress } from "./live-times.ts";
import { sayAbsence } from "./say-absence.ts";
import { writeMessage } from "./write-message.ts";

const form = z.object({
  id,
  student: id,
  class: id,
  moves: z.literal("1").optional(),
  book: instant.optional(),
  cancel: id.optional(),
  /** Saves the message of this appointment. */
  say: id.optional(),
  note: message(MOST_MESSAGE_LENGTH).optional(),
});
const attendance = z.object({ unable: yesOrNo });

/** Booking by hand: the page, and what a press on a time does. */
export const bookRoutes = factory
  .createApp()
  .get("/evenings/:id/book/manual", requireRole("guardian"), async (c) => {
    const { now } = c.var;
    const bookingGrid = await loadBookingGrid(scopeOf(c), signedIn(c).id, c.req.param("id"));
    if (!bookingGrid || windowOf(bookingGrid.evening, now) === "hidden") throw notFound();
    return showBookingGrid(c, bookingGrid, null);
  })
  .post("/evenings/:id/book/manual", requireRole("guardian"), async (c) => {
    const { book, cancel, say, ...rest } = await readForm(c, form, unreadable);
    const eveningId = c.req.param("id");
    if (cancel !== undefined) return giveBack(c, eveningId, cancel);
    if (say !== undefined) return keepMessage(c, eveningId, say, rest.note ?? "");
    if (book === undefined) throw unreadable();
    return take(c, {
      ...{ appointmentId: rest.id, eveningId, studentId: rest.student, classId: rest.class },
      ...{ startsAt: book, moves: rest.moves === "1", note: rest.note },
    });
  })
  .post("/evenings/:id/attendance", requireRole("guardian"), async (c) => {
    const { unable } = await readForm(c, attendance, unreadable);
    const eveningId = c.req.param("id");
    const guardianId = signedIn(c).id;
    const evening = await findEvening(scopeOf(c), eveningId);
    if (!evening) throw notFound();
    const absence = { guardianId, eveningId, unable };
    if (!(await sayAbsence(scopeOf(c), absence))) throw stillBooked();
    return c.redirect(`/evenings/${encodeURIComponent(eveningId)}/book/manual#attendance`, 303);
  });

async function keepMessage(
  c: AppContext,
  eveningId: EveningId,
  appointmentId: AppointmentId,
  text: string,
): Promise<Response> {
  const of = { guardianId: signedIn(c).id, eveningId, appointmentId };
  const kept = await writeMessage(scopeOf(c), of, text);
  if (!kept) throw notFound();
  return leave(c, eveningId, anchorOf(kept.studentId, kept.classId), "noted");
}

async function take(c: AppContext, choice: Choice): Promise<Response> {
  const { now, school } = c.var;
  const result = await bookAppointment(scopeOf(c), signedIn(c).id, choice);
  if (result.kind === "unknown") throw notFound();
  if (result.kind === "refused") {
    const { refusal, bookable, bookingGrid } = result;
    return showBookingGrid(
      c,
      bookingGrid,
      refusalView({
        refusal,
        bookable,
        bookingGrid,
        startsAt: choice.startsAt,
        zone: school.zone,
        now,
        t: c.var.words,
      }),
      409,
    );
  }
  return leave(c, choice.eveningId, anchorOf(choice.studentId, choice.classId), result.kind);
}

async function giveBack(c: AppContext, eveningId: EveningId, appointmentId: AppointmentId): Promise<Response> {
  const result = await cancelAppointment(scopeOf(c), { guardianId: signedIn(c).id, eveningId, appointmentId });
  if (result.kind === "unknown") throw notFound();
  if (result.kind === "refused") throw tooLate(result.reason);
  return leave(c, eveningId, anchorOf(result.studentId, result.classId), "cancelled");
}

/** Back to the page, at the teacher. */
function leave(c: AppContext, eveningId: EveningId, anchor: string, done: Done): Response {
  const query = new URLSearchParams({ done, at: anchor });
  return c.redirect(
    `/evenings/${encodeURIComponent(eveningId)}/book/manual?${query}#${encodeURIComponent(anchor)}`,
    303,
  );
}

async function showBookingGrid(
  c: AppContext,
  bookingGrid: BookingGrid,
  refused: ReturnType<typeof refusalView>,
  status: 200 | 409 = 200,
) {
  const { deps, now, school } = c.var;
  const view = bookManualView(bookingGrid, now, doneOf(c), refused, c.var.words);
  const teacherIds = bookingGrid.bookables.flatMap((bookable) => bookable.teachers.map((teacher) => teacher.id));
  const live =
    view.booking.state === "open"
      ? await liveAddress(deps.settings, school.id, bookingGrid.evening.id, teacherIds)
      : null;
  return page(c, <BookManualPage {...frameOf(c)} {...view} live={live} />, status);
}

function doneOf(c: AppContext): { anchor: string; what: Done } | null {
  const what = z.enum(["booked", "moved", "cancelled", "noted"]).safeParse(c.req.query("done"));
  return what.success && c.req.method === "GET" ? { anchor: c.req.query("at") ?? "", what: what.data } : null;
}

function unreadable(): Problem {
  return new Problem(422, "unreadableTime");
}

function stillBooked(): Problem {
  return new Problem(409, "stillBooked");
}

const TOO_LATE = { past: "hasBegun", late: "beginsSoon", "not-open": "closed" } as const;

function tooLate(reason: keyof typeof TOO_LATE): Problem {
  return new Problem(409, TOO_LATE[reason]);
}
