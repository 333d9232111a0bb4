import { z } from "zod";
import { BookManualPage } from "../../web/pages/book-manual-page.tsx";
import { windowOf } from "../evenings/booking-window.ts";
import { type AppContext, factory, later } from "../http/context.ts";
import { notFound, Problem } from "../http/problem.ts";
import { page, schoolView, viewerOf } from "../http/render.ts";
import { requireRole, signedIn } from "../http/sessions.ts";
import { sendDueMail } from "../mail/send-due-mail.ts";
import { deliverNotices } from "../rooms/deliver-notices.ts";
import { bookAppointment, type Choice } from "./book-appointment.ts";
import { anchorOf, bookManualView, type Done, refusalView } from "./book-manual-view.ts";
import { cancelAppointment } from "./cancel-appointment.ts";
import { type LoadedBoard, loadBoard } from "./load-board.ts";

/** The furthest instant that ECMAScript knows. */
const LAST_INSTANT = 8.64e15;
const id = z.string().min(1).max(100);
const form = z.object({
  id,
  student: id,
  class: id,
  moves: z.literal("1").optional(),
  book: z.coerce.number().int().positive().max(LAST_INSTANT).optional(),
  cancel: id.optional(),
});

/** Booking by hand: the page, and what a press on a time does. */
export const bookRoutes = factory
  .createApp()
  .get("/evenings/:id/book", requireRole("guardian"), (c) =>
    c.redirect(`/evenings/${encodeURIComponent(c.req.param("id"))}/book/manual`, 303),
  )
  .get("/evenings/:id/book/manual", requireRole("guardian"), async (c) => {
    const { deps, now, school } = c.var;
    const board = await loadBoard(deps.db, school.id, signedIn(c).id, c.req.param("id"), now);
    if (!board || windowOf(board.evening, now) === "hidden") throw notFound();
    return showBoard(c, board, null);
  })
  .post("/evenings/:id/book/manual", requireRole("guardian"), async (c) => {
    const press = form.safeParse(await c.req.parseBody());
    if (!press.success) throw unreadable();
    const { book, cancel, ...rest } = press.data;
    const eveningId = c.req.param("id");
    if (cancel !== undefined) return giveBack(c, eveningId, cancel);
    if (book === undefined) throw unreadable();
    return take(c, {
      ...{ appointmentId: rest.id, eveningId, studentId: rest.student, classId: rest.class },
      ...{ startsAt: book, moves: rest.moves === "1" },
    });
  });

async function take(c: AppContext, choice: Choice): Promise<Response> {
  const { deps, now, school } = c.var;
  const result = await bookAppointment(deps, school.id, signedIn(c).id, choice, now);
  if (result.kind === "unknown") throw notFound();
  if (result.kind === "refused") {
    const { refusal, offer, board } = result;
    return showBoard(c, board, refusalView(refusal, offer, board, choice.startsAt, school.zone, now), 409);
  }
  return leave(c, choice.eveningId, anchorOf(choice.studentId, choice.classId), result.kind);
}

async function giveBack(c: AppContext, eveningId: string, appointmentId: string): Promise<Response> {
  const { deps, now, school } = c.var;
  const result = await cancelAppointment(deps, school.id, signedIn(c).id, eveningId, appointmentId, now);
  if (result.kind === "unknown") throw notFound();
  if (result.kind === "refused") throw tooLate(result.reason);
  return leave(c, eveningId, anchorOf(result.studentId, result.classId), "cancelled");
}

/** Back to the page, at the teacher; mail and rooms are told meanwhile. */
function leave(c: AppContext, eveningId: string, anchor: string, done: Done): Response {
  later(c, sendDueMail(c.var.deps));
  later(c, deliverNotices(c.var.deps));
  const query = new URLSearchParams({ done, at: anchor });
  return c.redirect(
    `/evenings/${encodeURIComponent(eveningId)}/book/manual?${query}#${encodeURIComponent(anchor)}`,
    303,
  );
}

function showBoard(
  c: AppContext,
  board: LoadedBoard,
  refused: ReturnType<typeof refusalView>,
  status: 200 | 409 = 200,
) {
  const { now, person, school } = c.var;
  const view = bookManualView(board, now, doneOf(c), refused);
  const common = { school: schoolView(school), viewer: viewerOf(person), zone: school.zone };
  return page(c, <BookManualPage {...common} {...view} />, status);
}

function doneOf(c: AppContext): { anchor: string; what: Done } | null {
  const what = z.enum(["booked", "moved", "cancelled"]).safeParse(c.req.query("done"));
  return what.success && c.req.method === "GET" ? { anchor: c.req.query("at") ?? "", what: what.data } : null;
}

function unreadable(): Problem {
  return new Problem(422, "We could not read that", "Please go back to the page with the times, and press one again.");
}

function tooLate(reason: "not-open" | "past"): Problem {
  const words = "Your appointment is still booked. If you can’t be there, please ring the school.";
  return reason === "past"
    ? new Problem(409, "That appointment has begun", words)
    : new Problem(409, "Booking is closed", words);
}
