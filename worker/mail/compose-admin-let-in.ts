import { and, eq } from "drizzle-orm";
import type { PersonId } from "../db/ids.ts";
import { people, schools } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { fullName } from "../rules/names.ts";
import { adminLetInEmail } from "./admin-let-in-email.tsx";
import type { Composed, ComposeFor } from "./composing.ts";

/** Tells the school that an operator has given an admin another address. `readerId` null: to where the school wants replies. */
export async function composeAdminLetIn(
  { scope, school, t }: ComposeFor,
  { adminId, readerId }: { adminId: PersonId; readerId: PersonId | null },
): Promise<Composed> {
  const [admin, to] = await Promise.all([
    personOf(scope, adminId),
    readerId === null ? replyToOf(scope) : personOf(scope, readerId).then((reader) => reader?.email),
  ]);
  if (!admin) return { kind: "not_needed" };
  return { kind: "email", email: { to: to ?? "", ...adminLetInEmail(school.name, fullName(admin), t) } };
}

function personOf({ db, schoolId }: Scope, id: PersonId) {
  return db
    .select()
    .from(people)
    .where(and(eq(people.schoolId, schoolId), eq(people.id, id)))
    .get();
}

async function replyToOf({ db, schoolId }: Scope): Promise<string | undefined> {
  const row = await db.select({ replyTo: schools.replyTo }).from(schools).where(eq(schools.id, schoolId)).get();
  return row?.replyTo;
}
