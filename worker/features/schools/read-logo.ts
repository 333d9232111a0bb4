import { eq } from "drizzle-orm";
import { schoolLogos } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";

/** The school's logo as a browser takes it; undefined where it has none. */
export async function readLogo({ db, schoolId }: Scope) {
  const found = await db.select().from(schoolLogos).where(eq(schoolLogos.schoolId, schoolId)).get();
  if (!found) return undefined;
  const { type, savedAt } = found;
  return { type, savedAt, bytes: Uint8Array.from(atob(found.bytes), (letter) => letter.charCodeAt(0)) };
}
