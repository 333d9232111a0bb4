import { and, eq, sql } from "drizzle-orm";
import type { Words } from "../../../web/words/words.ts";
import { appointmentsOfInvite } from "../../changes/appointments-of-invite.ts";
import { auditStatement } from "../../changes/audit.ts";
import { enqueueMail } from "../../changes/enqueue-mail.ts";
import { noticeStatements } from "../../changes/room-notices.ts";
import type { Database } from "../../db/client.ts";
import { consents, inviteStudents, invites } from "../../db/schema.ts";
import { schoolScope } from "../../db/scope.ts";
import type { Deps, Person } from "../../http/context.ts";
import { Problem } from "../../http/problem.ts";
import { foldEmail } from "../../rules/fold.ts";
import type { Evening } from "./evening-for-invites.ts";
import { type InviteDesk, loadInviteDesk, teacherEmails } from "./guardian-invites.ts";
import {
  type CheckedInvite,
  CONSENT,
  CONSENT_ON_BEHALF,
  checkInvite,
  type InviteError,
  type InviteForm,
} from "./invite-rules.ts";

export type SendInvite = {
  schoolId: string;
  guardian: Person;
  evening: Evening;
  /** Made by the form, so that sending it twice makes one invite and one mail. */
  inviteId: string;
  form: InviteForm;
  /** The admin who writes down what the guardian told the school; nobody where the guardian does it. */
  recordedBy?: string;
  now: number;
  /** Of whoever consents: what they read is what is stored. */
  t: Words;
};

/** Invites a guest, or says what to put right, with the desk as it is now. Of two at once for one student, one is refused. */
export async function sendInvite(
  deps: Deps,
  request: SendInvite,
): Promise<{ ok: true } | { ok: false; errors: InviteError[]; desk: InviteDesk }> {
  if (await isSentAlready(deps.db, request)) return { ok: true };
  const first = await check(deps.db, request);
  if (!first.ok) return first;
  try {
    await deps.db.batch(statements(deps, request, first.invite));
    return { ok: true };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Somebody was faster: this very form, or another invite for one of the students.
    if (await isSentAlready(deps.db, request)) return { ok: true };
    const second = await check(deps.db, request);
    if (second.ok) throw error;
    return second;
  }
}

async function check(db: Database, { schoolId, guardian, evening, form, t }: SendInvite) {
  const [desk, teachers] = await Promise.all([
    loadInviteDesk(schoolScope(db, schoolId, NOW), guardian.id, evening.id),
    teacherEmails(schoolScope(db, schoolId, NOW), evening.id),
  ]);
  const result = checkInvite(
    form,
    {
      choices: desk.choices,
      ownEmail: foldEmail(guardian.email),
      teacherEmails: teachers,
      guests: desk.invites.map(({ name, email }) => ({ name, email: foldEmail(email) })),
    },
    t,
  );
  return result.ok ? result : { ...result, desk };
}

async function isSentAlready(db: Database, { schoolId, guardian, evening, inviteId }: SendInvite): Promise<boolean> {
  const known = await db
    .select({ guardianId: invites.guardianId, eveningId: invites.eveningId })
    .from(invites)
    .where(and(eq(invites.schoolId, schoolId), eq(invites.id, inviteId)))
    .get();
  if (!known) return false;
  if (known.guardianId === guardian.id && known.eveningId === evening.id) return true;
  throw new Problem(409, "usedInviteForm");
}

function statements({ db, settings }: Deps, request: SendInvite, invite: CheckedInvite) {
  const { schoolId, guardian, evening, inviteId, recordedBy, now, t } = request;
  const consent = recordedBy ? CONSENT_ON_BEHALF : CONSENT;
  const studentIds = JSON.stringify(invite.studentIds);
  const about = { schoolId, inviteId, eveningId: evening.id, guardianId: guardian.id };
  return [
    db.insert(invites).values({
      schoolId,
      id: inviteId,
      eveningId: evening.id,
      guardianId: guardian.id,
      name: invite.name,
      email: invite.email,
      state: "sent",
      version: 1,
      keyId: settings.SIGNING_KEYS.current,
      createdAt: now,
    }),
    db
      .insert(inviteStudents)
      .select(
        sql`SELECT ${schoolId}, ${inviteId}, ${evening.id}, ${guardian.id}, value, 1 FROM json_each(${studentIds})`,
      ),
    db.insert(consents).values({
      ...{ ...about, studentIds, words: t(consent.words), wordsVersion: consent.version, givenAt: now },
      ...(recordedBy ? { recordedBy } : {}),
    }),
    ...noticeStatements(schoolScope(db, schoolId, now), appointmentsOfInvite(schoolId, inviteId)),
    enqueueMail(schoolScope(db, schoolId, now), { kind: "invitation", inviteId }),
    auditStatement(schoolScope(db, schoolId, now), {
      actor: recordedBy ?? guardian.id,
      action: "invite.sent",
      object: inviteId,
    }),
  ] as const;
}

/** D1 tells constraint errors by their text alone. */
function isUniqueViolation(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause)
    if (current.message.includes("UNIQUE constraint failed")) return true;
  return false;
}
