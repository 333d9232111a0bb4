/** Secrets that tokens are derived under. Keys rotate without breaking links: any key of the ring opens what was made under it. */
export type KeyRing = { current: string; keys: Record<string, string> };

/**
 * What a token stands for: its purpose, and what it is about. All of it goes into the derivation in this order, so that no token of one
 * purpose opens another. Links are out there that were made of these words: a purpose is added, never changed.
 */
export type Subject =
  | readonly ["birth", schoolId: string, studentExternalId: string, isoDate: string]
  | readonly ["calendar", schoolId: string, personId: string, version: number]
  | readonly ["epoch", schoolId: string, eveningId: string, participantId: string, epoch: number]
  | readonly ["guest", schoolId: string, inviteId: string, version: number]
  | readonly ["known-browser", schoolId: string, personId: string]
  | readonly ["line-check", body: string]
  | readonly ["live-times", schoolId: string, eveningId: string]
  | readonly ["open-id-choice", schoolId: string, body: string]
  | readonly ["reminders", schoolId: string, readerId: string]
  | readonly ["sign-in", linkId: string]
  | readonly ["sign-in-code", codeId: string]
  | readonly ["sign-in-code-hash", codeId: string, figures: string]
  | readonly ["waiting-list-offer", schoolId: string, entryId: string];

const encoder = new TextEncoder();
const TOKEN = /^[0-9a-f]{32}$/;

/** The token under the ring's current key, 32 hex digits. */
export function newToken(ring: KeyRing, subject: Subject): Promise<string> {
  return tokenUnder(ring, ring.current, subject);
}

/** The token under the key by which it was first made, to be handed out again. Throws where the ring has no such key any more. */
export async function tokenUnder(ring: KeyRing, keyId: string, subject: Subject): Promise<string> {
  return derive(secretOf(ring, keyId), subject);
}

/** Whether it is the subject's token under this key. None is, under a key that has left the ring. */
export async function isTokenUnder(ring: KeyRing, keyId: string, subject: Subject, token: string): Promise<boolean> {
  if (!TOKEN.test(token) || !Object.hasOwn(ring.keys, keyId)) return false;
  return sameToken(token, await tokenUnder(ring, keyId, subject));
}

/** Whether it is the subject's token under any key of the ring. */
export async function isToken(ring: KeyRing, subject: Subject, token: string): Promise<boolean> {
  const known = Object.keys(ring.keys).map((keyId) => isTokenUnder(ring, keyId, subject, token));
  return (await Promise.all(known)).includes(true);
}

/** `k1.payload.token`, for what a page carries and must not be able to change. The payload has no dots and is part of the subject. */
export async function sign(ring: KeyRing, payload: string, subject: Subject): Promise<string> {
  return `${ring.current}.${payload}.${await newToken(ring, subject)}`;
}

/** The payload, or null where it was not signed by us as what `subjectOf` makes of it; that may answer null, too. */
export async function readSigned(
  ring: KeyRing,
  signed: string,
  subjectOf: (payload: string) => Subject | null,
): Promise<string | null> {
  const [keyId, payload, token, ...rest] = signed.split(".");
  if (!keyId || !payload || !token || rest.length > 0) return null;
  const subject = subjectOf(payload);
  return subject && (await isTokenUnder(ring, keyId, subject, token)) ? payload : null;
}

/** The secret that is signed with now. */
export function currentSecret(ring: KeyRing): string {
  return secretOf(ring, ring.current);
}

/** SHA-256 as hex: how tokens are stored and looked up. */
export async function hashToken(token: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(token))));
}

/** 256 random bits as hex. */
export function randomToken(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}

/** Compares without leaking, by timing, how much of a token was right. */
export function sameToken(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}

function secretOf(ring: KeyRing, keyId: string): string {
  const secret = Object.hasOwn(ring.keys, keyId) ? ring.keys[keyId] : undefined;
  if (!secret) throw new Error(`The key ring has no key ${keyId}`);
  return secret;
}

/** HMAC-SHA-256 of the subject, cut to 128 bits. */
async function derive(secret: string, subject: Subject): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(JSON.stringify(subject)));
  return toHex(new Uint8Array(mac)).slice(0, 32);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
