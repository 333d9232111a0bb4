import { and, eq } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { EveningId } from "../db/ids.ts";
import { appointments, invites, waiting } from "../db/schema.ts";
import { type AppContext, factory } from "./context.ts";
import { scopeOf } from "./scope-of.ts";

/** The evening that a request is about; undefined where it names none. */
type EveningOf = (c: AppContext) => EveningId | undefined | Promise<EveningId | undefined>;

const inPath: EveningOf = (c) => c.req.param("id");
const inQuery: EveningOf = (c) => c.req.query("evening");
const inQueryOrForm: EveningOf = async (c) => (c.req.method === "GET" ? inQuery(c) : inForm(await c.req.parseBody()));
const ofInvite: EveningOf = (c) => eveningOfRow(c, invites, c.req.param("id"));
const ofOffer: EveningOf = (c) => eveningOfRow(c, waiting, c.req.param("id"));
const ofAppointment: EveningOf = (c) => eveningOfRow(c, appointments, c.req.param("appointmentId"));

/**
 * All that a session of one evening opens, and how each address says which evening it is about. Every other address meets such a session
 * as it meets somebody signed out; `requireRole` then asks them to have a link for everything sent.
 */
const OPEN: readonly (readonly [path: string, eveningOf: EveningOf])[] = [
  ["/bookings", inQuery],
  ["/bookings/calendar.ics", inQuery],
  ["/bookings/invites", inQueryOrForm],
  ["/bookings/invites/new", inQuery],
  ["/bookings/invites/:id/resend", ofInvite],
  ["/bookings/invites/:id/remove", ofInvite],
  ["/evenings/:id/*", inPath],
  ["/offers/:id", ofOffer],
  ["/rooms/:appointmentId/pass", ofAppointment],
  ["/video", inQuery],
  ["/video/records", inQuery],
];

/** Lets a session of one evening in to what is of that evening. A page that names no evening is asked for again with this one. */
const openTo = (eveningOf: EveningOf) =>
  factory.createMiddleware(async (c, next) => {
    const { session } = c.var;
    if (!session?.eveningId) return next();
    const asked = await eveningOf(c);
    if (asked === undefined && c.req.method === "GET" && eveningOf !== ofOffer)
      return c.redirect(withEvening(c, session.eveningId), 303);
    if (asked === session.eveningId) c.set("person", session.person);
    return next();
  });

export const eveningSessions = factory.createApp();
for (const [path, eveningOf] of OPEN) eveningSessions.use(path, openTo(eveningOf));

function withEvening(c: AppContext, eveningId: EveningId): string {
  const { pathname, searchParams } = new URL(c.req.url);
  searchParams.set("evening", eveningId);
  return `${pathname}?${searchParams}`;
}

function inForm({ evening }: Awaited<ReturnType<AppContext["req"]["parseBody"]>>): EveningId | undefined {
  return typeof evening === "string" ? evening : undefined;
}

type OfEvening = SQLiteTable & { schoolId: SQLiteColumn; id: SQLiteColumn; eveningId: SQLiteColumn };

async function eveningOfRow(c: AppContext, table: OfEvening, id = ""): Promise<EveningId | undefined> {
  const { db, schoolId } = scopeOf(c);
  const row = await db
    .select({ eveningId: table.eveningId })
    .from(table)
    .where(and(eq(table.schoolId, schoolId), eq(table.id, id)))
    .get();
  return row?.eveningId as EveningId | undefined;
}
