import { eq } from "drizzle-orm";
import { schoolOidc } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { OpenIdProvider } from "../ports/open-id.ts";
import { unseal } from "../rules/sealed.ts";
import type { KeyRing } from "../rules/tokens.ts";

/** The provider by which a school's staff sign in, without its secret; null where the school has none. */
export async function openIdOf({ db, schoolId }: Scope) {
  const found = await db
    .select({ issuer: schoolOidc.issuer, clientId: schoolOidc.clientId, required: schoolOidc.required })
    .from(schoolOidc)
    .where(eq(schoolOidc.schoolId, schoolId))
    .get();
  return found ?? null;
}

/** The same with its secret, for the way there and back. Null also where the secret's key has left the ring: it has to be typed again. */
export async function openIdProviderOf({ db, schoolId }: Scope, ring: KeyRing): Promise<OpenIdProvider | null> {
  const row = await db.select().from(schoolOidc).where(eq(schoolOidc.schoolId, schoolId)).get();
  if (!row) return null;
  const clientSecret = await unseal(ring, row.clientSecret, ["openid-client-secret", schoolId]);
  return clientSecret === null ? null : { issuer: row.issuer, clientId: row.clientId, clientSecret };
}
