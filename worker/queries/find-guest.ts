import { and, eq } from "drizzle-orm";
import type { InviteId, StudentId } from "../db/ids.ts";
import { inviteStudents, invites } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Settings } from "../ports/settings.ts";
import { checkGuestToken } from "../rules/links.ts";

export type Invite = typeof invites.$inferSelect;

export type FoundGuest =
  | { status: "live"; invite: Invite; studentIds: StudentId[] }
  | { status: "withdrawn"; invite: Invite }
  | { status: "unknown" };

/** Whoever the link of an invite lets in. `unknown` for a wrong id, a wrong token and another school's invite alike. */
export async function findGuest(
  scope: Scope,
  settings: Pick<Settings, "SIGNING_KEYS">,
  inviteId: InviteId,
  token: string,
): Promise<FoundGuest> {
  const { db, schoolId } = scope;
  const invite = await db
    .select()
    .from(invites)
    .where(and(eq(invites.schoolId, schoolId), eq(invites.id, inviteId)))
    .get();
  if (!invite) return { status: "unknown" };
  const status = await checkGuestToken(settings.SIGNING_KEYS, invite, token);
  if (status === "unknown") return { status };
  if (status === "withdrawn") return { status, invite };
  const rows = await db
    .select({ studentId: inviteStudents.studentId })
    .from(inviteStudents)
    .where(
      and(eq(inviteStudents.schoolId, schoolId), eq(inviteStudents.inviteId, inviteId), eq(inviteStudents.live, true)),
    );
  return { status, invite, studentIds: rows.map((row) => row.studentId) };
}
