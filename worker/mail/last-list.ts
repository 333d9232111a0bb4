import { and, desc, eq, isNotNull, lt, or } from "drizzle-orm";
import * as z from "zod";
import type { SchoolId } from "../db/ids.ts";
import { outbox } from "../db/schema.ts";
import { type Appointment, listAppointments } from "../queries/appointments.ts";
import type { ComposeFor } from "./composing.ts";
import { differencesBetween, type ListDifference, type Listed } from "./list-differences.ts";

const listedSchema = z.array(
  z.object({ id: z.string(), startsAt: z.number(), endsAt: z.number(), teacherIds: z.array(z.string()) }),
);

/** What a mail is about to list, as the outbox keeps it. */
export function listedOf(appointments: readonly Appointment[]): string {
  return JSON.stringify(appointments.map(toListed));
}

/** One row of "what has changed". `appointment` is null where the reader may not know more than the time that they were told. */
export type Difference = {
  kind: ListDifference["kind"];
  startsAt: number;
  from: number | null;
  appointment: Appointment | null;
};

export type SinceLastMail =
  /** No mail with a list has reached this reader yet. */
  | { kind: "first" }
  | { kind: "since"; differences: Difference[] }
  /** It is not known yet whether an earlier mail has reached the reader: what it lists decides what is left to say. */
  | { kind: "wait" };

/**
 * What has changed since the newest mail that this row's reader has got, told by the same subject. `mayName` says whether a cancelled
 * appointment may be named to them.
 */
export async function sinceLastMail(
  { scope, row }: ComposeFor,
  now: readonly Appointment[],
  mayName: (gone: Appointment) => boolean = () => true,
): Promise<SinceLastMail> {
  const { db, schoolId } = scope;
  const sameReader = and(eq(outbox.schoolId, schoolId), eq(outbox.subject, row.subject));
  const [[undecided], [last]] = await db.batch([
    db.select({ id: outbox.id }).from(outbox).where(isUndecidedBefore(schoolId, row)).limit(1),
    db
      .select({ listed: outbox.listed })
      .from(outbox)
      .where(and(sameReader, eq(outbox.state, "sent"), isNotNull(outbox.listed)))
      .orderBy(desc(outbox.sentAt))
      .limit(1),
  ]);
  if (undecided) return { kind: "wait" };
  if (!last?.listed) return { kind: "first" };
  const differences = differencesBetween(listedSchema.parse(JSON.parse(last.listed)), now.map(toListed));
  const ids = differences.flatMap((change) => (change.kind === "gone" ? [change.id] : []));
  const gone = ids.length > 0 ? await listAppointments(scope, { ids, includeCancelled: true }) : [];
  const known = new Map([...now, ...gone.filter(mayName)].map((one) => [one.id, one]));
  return { kind: "since", differences: differences.map((change) => describe(change, known.get(change.id) ?? null)) };
}

/** Whether an earlier mail to the same reader may or may not have left. */
export async function hasUndecided({ scope, row }: ComposeFor): Promise<boolean> {
  const { db, schoolId } = scope;
  const found = await db.select({ id: outbox.id }).from(outbox).where(isUndecidedBefore(schoolId, row)).limit(1);
  return found.length > 0;
}

function isUndecidedBefore(schoolId: SchoolId, row: ComposeFor["row"]) {
  return and(
    eq(outbox.schoolId, schoolId),
    eq(outbox.subject, row.subject),
    or(eq(outbox.state, "sending"), and(eq(outbox.state, "waiting"), eq(outbox.uncertain, true))),
    or(lt(outbox.createdAt, row.createdAt), and(eq(outbox.createdAt, row.createdAt), lt(outbox.id, row.id))),
  );
}

function describe(change: ListDifference, appointment: Appointment | null): Difference {
  const from = "from" in change ? change.from : null;
  const startsAt = change.kind === "gone" ? change.from : (appointment?.startsAt ?? from ?? 0);
  return { kind: change.kind, startsAt, from, appointment };
}

function toListed({ id, startsAt, endsAt, teachers }: Appointment): Listed {
  return { id, startsAt, endsAt, teacherIds: teachers.map((teacher) => teacher.id) };
}
