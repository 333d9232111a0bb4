import { and, asc, eq } from "drizzle-orm";
import { inviteSent, type NewInvite } from "../../../worker/changes/invites.ts";
import { signInLinkMade } from "../../../worker/changes/sign-in-links.ts";
import { commit } from "../../../worker/db/guard.ts";
import { appointmentFlags, invites, outbox, people, signInCodes } from "../../../worker/db/schema.ts";
import { schoolScope } from "../../../worker/db/scope.ts";
import type { Statement } from "../../../worker/db/statement.ts";
import { calendarSecret } from "../../../worker/features/calendar/calendar-address.ts";
import { guestTokenOf, newSignInLink } from "../../../worker/rules/links.ts";
import { newToken } from "../../../worker/rules/tokens.ts";
import { cookieOf, type SmallSchool, testApp } from "./small-school.ts";

const DAY_MS = 86_400_000;

/** The office's scope at a moment. */
export function officeScope({ db, schoolId, ids }: SmallSchool, now = Date.now()) {
  return schoolScope(db, schoolId, now, ids.office);
}

export async function carryOut(school: SmallSchool, statements: readonly Statement[]): Promise<string | null> {
  return commit(school.db, statements);
}

/** Every way in that a person can hold: a session, a link by mail, a code, a calendar address; and what each answers. */
export async function waysInOf(school: SmallSchool, personId: string) {
  const { db, schoolId } = school;
  const { app, deps } = testApp(db);
  const ring = deps.settings.SIGNING_KEYS;
  const scope = officeScope(school);
  const [person] = await db
    .select()
    .from(people)
    .where(and(eq(people.schoolId, schoolId), eq(people.id, personId)));
  if (!person) throw new Error("no such person");
  const cookie = await cookieOf(school, personId);
  const link = await newSignInLink(ring, { personIds: [personId], returnTo: "", expiresAt: scope.now + DAY_MS });
  await commit(db, signInLinkMade(scope, link));
  const token = await newToken(ring, ["sign-in", link.id]);
  const code = { schoolId, id: crypto.randomUUID(), personId, codeHash: "hash", createdAt: scope.now };
  await db.insert(signInCodes).values({ ...code, expiresAt: scope.now + DAY_MS });
  const feed = `/calendar/${await calendarSecret(ring, schoolId, person)}.ics`;
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.fetch(new Request(`${school.origin}${path}`, { headers }));
  const own = { guardian: "/bookings", teacher: "/staff/schedule", admin: "/admin", office: "/admin/invites" }[
    person.role
  ];
  return {
    cookie,
    feed: async () => (await get(feed)).status,
    feedText: async () => (await (await get(feed)).text()).replaceAll("\r\n ", ""),
    session: async () => (await get(own, { cookie })).status,
    link: async () => (await get(`/sign-in/link/${token}`)).status,
    codes: async () => (await db.select().from(signInCodes).where(eq(signInCodes.id, code.id))).length,
    pass: async (appointmentId: string) => (await askPass(school, appointmentId, {}, { cookie })).status,
  };
}

export function askPass(
  school: SmallSchool,
  appointmentId: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { app } = testApp(school.db);
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
  return Promise.resolve(app.fetch(new Request(`${school.origin}/rooms/${appointmentId}/pass`, init)));
}

type Invited = Partial<NewInvite> & Pick<NewInvite, "guardianId" | "studentIds">;

/** A guest is invited, and what their link answers. */
export async function guestOf(school: SmallSchool, of: Invited, now?: number) {
  const { db, schoolId, ids } = school;
  const ring = testApp(db).deps.settings.SIGNING_KEYS;
  const id = crypto.randomUUID();
  const invite: NewInvite = {
    ...{ id, eveningId: ids.evening, name: "Jane Guest", email: `${id}@guest.example`, keyId: ring.current },
    ...{ consent: { words: "", version: 1 }, onBehalf: false, ...of },
  };
  await commit(db, inviteSent(officeScope(school, now), invite));
  const guestToken = await guestTokenOf(ring, { schoolId, id, version: 1, keyId: ring.current });
  const { app } = testApp(db);
  return {
    id,
    row: async () => (await db.select().from(invites).where(eq(invites.id, id)))[0],
    link: async () =>
      (await app.fetch(new Request(`${school.origin}/guests/video/${id}?guestToken=${guestToken}`))).status,
    pass: async (appointmentId: string) => (await askPass(school, appointmentId, { inviteId: id, guestToken })).status,
  };
}

/** Kinds and subjects of the school's mail, sorted. */
export async function mailOf({ db, schoolId }: SmallSchool): Promise<string[]> {
  const rows = await db.select().from(outbox).where(eq(outbox.schoolId, schoolId)).orderBy(asc(outbox.createdAt));
  return rows.map(({ kind, subject }) => `${kind} ${subject}`).sort();
}

export async function flagsOf({ db, schoolId }: SmallSchool): Promise<Record<string, string>> {
  const rows = await db.select().from(appointmentFlags).where(eq(appointmentFlags.schoolId, schoolId));
  return Object.fromEntries(rows.map(({ appointmentId, because }) => [appointmentId, because]));
}
