/** Secrets that tokens are derived under. Keys rotate without breaking links: whoever derives a token keeps the id of its key. */
export type KeyRing = { current: string; keys: Record<string, string> };

const encoder = new TextEncoder();

/** HMAC-SHA-256 of the parts, cut to 128 bits, as 32 hex digits. Throws where the ring has no such key. */
export async function deriveToken(ring: KeyRing, keyId: string, ...parts: (string | number)[]): Promise<string> {
  const secret = ring.keys[keyId];
  if (!secret) throw new Error(`The key ring has no key ${keyId}`);
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(JSON.stringify(parts)));
  return toHex(new Uint8Array(mac)).slice(0, 32);
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

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
