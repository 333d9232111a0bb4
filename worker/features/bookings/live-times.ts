import { and, eq, gt, gte, isNull, lt, or, sql } from "drizzle-orm";
import type { EveningId, SchoolId, TeacherId } from "../../db/ids.ts";
import { claims, evenings } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import type { Settings } from "../../ports/settings.ts";
import { ofOpenSchool } from "../../rules/school-state.ts";
import { isToken, newToken } from "../../rules/tokens.ts";

/** A teacher's units that are given away in an evening's time, as JSON (epoch milliseconds), and what tells them from others. */
type Taken = { units: string; mark: string };
export type TakenTimes = ReadonlyMap<string, Taken>;

const NONE: Taken = { units: "[]", mark: "" };

/** With the pages' own interval, everybody sees a change within two seconds. */
const FRESH_MS = 500;
const MOST_KEPT = 50;

/** What this isolate read last of each evening: however many pages ask, the database is asked twice a second. */
const kept = new Map<string, { at: number; taken: Promise<TakenTimes> }>();

/**
 * What is taken of these teachers, as a page is told it: made of what was written and marked once for all the pages that ask, since on opening
 * night each of some 1,400 questions a second is answered so.
 */
export function answerOf(taken: TakenTimes, teacherIds: readonly TeacherId[]): { mark: string; body: () => string } {
  const theirs = teacherIds.map((id) => ({ id, ...(taken.get(id) ?? NONE) }));
  const mark = etagOf(theirs.map((one) => one.mark).join(" "));
  return { mark, body: () => `{${theirs.map(({ id, units }) => `${JSON.stringify(id)}:${units}`).join(",")}}` };
}

/** FNV-1a over the text, and its length: enough to tell one state of an evening from the next. */
function etagOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${(hash >>> 0).toString(16)}-${text.length}`;
}

/** What is taken of an evening's teachers, at most half a second old. */
export function takenTimes(scope: Scope, eveningId: EveningId): Promise<TakenTimes> {
  const { schoolId, now } = scope;
  const key = JSON.stringify([schoolId, eveningId]);
  const known = kept.get(key);
  if (known && Math.abs(now - known.at) < FRESH_MS) return known.taken;
  if (kept.size >= MOST_KEPT) kept.clear();
  const taken = readTaken(scope, eveningId);
  kept.set(key, { at: now, taken });
  // One failure is not handed to those who ask next.
  taken.catch(() => kept.delete(key));
  return taken;
}

async function readTaken(scope: Scope, eveningId: EveningId): Promise<TakenTimes> {
  const { db, schoolId, now } = scope;
  const edge = (column: "starts_at" | "ends_at") =>
    sql`(SELECT ${sql.raw(column)} FROM ${evenings} WHERE school_id = ${schoolId} AND id = ${eveningId})`;
  const teachers = sql`(SELECT ct.teacher_id FROM evening_classes AS ec
    JOIN class_teachers AS ct ON ct.school_id = ec.school_id AND ct.class_id = ec.class_id
    WHERE ec.school_id = ${schoolId} AND ec.evening_id = ${eveningId})`;
  const rows = await db
    .select({ teacherId: claims.personId, unitAt: claims.unitAt })
    .from(claims)
    .where(
      and(
        eq(claims.schoolId, schoolId),
        // The pages that ask are let in by their token alone.
        ofOpenSchool(claims.schoolId),
        sql`${claims.personId} IN ${teachers}`,
        gte(claims.unitAt, edge("starts_at")),
        lt(claims.unitAt, edge("ends_at")),
        or(isNull(claims.heldUntil), gt(claims.heldUntil, now)),
      ),
    );
  const byTeacher = Map.groupBy(rows, (row) => row.teacherId);
  return new Map([...byTeacher].map(([id, all]) => [id, takenOf(all.map((row) => row.unitAt))]));
}

function takenOf(unitsAt: number[]): Taken {
  const units = JSON.stringify(unitsAt.sort((one, other) => one - other));
  return { units, mark: etagOf(units) };
}

type Keys = Pick<Settings, "SIGNING_KEYS">;

/** The address that a booking page asks. Its token stands for the sign-in, so that asking reads no session. */
export async function liveAddress(
  { SIGNING_KEYS }: Keys,
  schoolId: SchoolId,
  eveningId: EveningId,
  teacherIds: Iterable<string>,
) {
  const token = await newToken(SIGNING_KEYS, ["live-times", schoolId, eveningId]);
  const path = [schoolId, eveningId, token].map(encodeURIComponent).join("/");
  return `/live/${path}?${new URLSearchParams({ teachers: [...new Set(teacherIds)].join(" ") })}`;
}

/** The addresses that this isolate has found to be right: they are asked again every second. */
const opened = new Set<string>();

/** Whether a token was made for this evening's times. */
export async function opensLive({ SIGNING_KEYS }: Keys, schoolId: SchoolId, eveningId: EveningId, token: string) {
  const address = JSON.stringify([schoolId, eveningId, token]);
  if (opened.has(address)) return true;
  const opens = await isToken(SIGNING_KEYS, ["live-times", schoolId, eveningId], token);
  if (opened.size >= MOST_KEPT) opened.clear();
  if (opens) opened.add(address);
  return opens;
}
