import { eq } from "drizzle-orm";
import { schoolOidc } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { audited } from "./audit.ts";

export type NewOpenId = {
  issuer: string;
  clientId: string;
  /** Sealed; null leaves the one that is stored. */
  clientSecret: string | null;
  /** Staff sign in by nothing else. */
  required: boolean;
};

/** The school says by which provider its staff sign in, or changes it. */
export function openIdSaved(scope: Scope, { clientSecret, ...settings }: NewOpenId): Statement[] {
  const { db, schoolId, now } = scope;
  const changed = { ...settings, savedAt: now, ...(clientSecret !== null && { clientSecret }) };
  return [
    clientSecret === null
      ? db.update(schoolOidc).set(changed).where(eq(schoolOidc.schoolId, schoolId))
      : db
          .insert(schoolOidc)
          .values({ ...settings, clientSecret, schoolId, savedAt: now })
          .onConflictDoUpdate({ target: schoolOidc.schoolId, set: changed }),
    audited(scope, settings.required ? "school.open_id_required" : "school.open_id_saved", schoolId),
  ];
}

/** Staff sign in by a mailed link again. Doing it twice is harmless. */
export function openIdRemoved(scope: Scope): Statement[] {
  const { db, schoolId } = scope;
  return [
    db.delete(schoolOidc).where(eq(schoolOidc.schoolId, schoolId)),
    audited(scope, "school.open_id_removed", schoolId),
  ];
}
