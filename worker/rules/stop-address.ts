import { and, eq } from "drizzle-orm";
import { mailStops } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Settings } from "../ports/settings.ts";
import { deriveToken, type KeyRing, sameToken } from "./keys.ts";
import { schoolOrigin } from "./school-origin.ts";

type Of = { id: string; slug: string };

/** Where a reader, a person or an invite, stops their reminders without signing in. */
export async function stopAddress(
  settings: Pick<Settings, "PUBLIC_URL" | "SIGNING_KEYS">,
  school: Of,
  readerId: string,
): Promise<string> {
  const ring = settings.SIGNING_KEYS;
  const token = await tokenOf(ring, ring.current, school.id, readerId);
  return `${schoolOrigin(settings, school.slug)}/reminders/stop/${encodeURIComponent(`${readerId}.${token}`)}`;
}

/** The headers by which mail programs show a button that stops the reminders with one press (RFC 2369, RFC 8058). */
export function stopHeaders(address: string) {
  return [
    { name: "List-Unsubscribe", value: `<${address}>` },
    { name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click" },
  ];
}

/** Whose reminders an address stops, or null. Any key of the ring will do, so that rotating keys breaks no mail that was sent. */
export async function readerOf(ring: KeyRing, schoolId: string, secret: string): Promise<string | null> {
  const [, readerId, token] = /^(.{1,100})\.([0-9a-f]{32})$/.exec(secret) ?? [];
  if (!readerId || !token) return null;
  const right = await Promise.all(Object.keys(ring.keys).map((keyId) => tokenOf(ring, keyId, schoolId, readerId)));
  return right.some((one) => sameToken(one, token)) ? readerId : null;
}

export async function hasStopped(scope: Scope, readerId: string): Promise<boolean> {
  const { db, schoolId } = scope;
  const found = await db
    .select({ at: mailStops.at })
    .from(mailStops)
    .where(and(eq(mailStops.schoolId, schoolId), eq(mailStops.readerId, readerId)))
    .get();
  return found !== undefined;
}

function tokenOf(ring: KeyRing, keyId: string, schoolId: string, readerId: string): Promise<string> {
  return deriveToken(ring, keyId, "reminders", schoolId, readerId);
}
