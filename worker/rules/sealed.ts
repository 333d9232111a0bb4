import type { KeyRing } from "./tokens.ts";

const encoder = new TextEncoder();
const IV_BYTES = 12;

/** What a secret is of: it opens only as what it was sealed as. */
export type SealedAs = readonly ["openid-client-secret", schoolId: string];

/** A secret that has to be read again, as it is stored: `{keyId}.{base64 of IV and AES-256-GCM}`, under the ring's current key. */
export async function seal(ring: KeyRing, secret: string, as: SealedAs): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: encoder.encode(JSON.stringify(as)) },
    await keyOf(ring, ring.current),
    encoder.encode(secret),
  );
  return `${ring.current}.${toBase64(new Uint8Array([...iv, ...new Uint8Array(sealed)]))}`;
}

/** The secret again; null where its key has left the ring, or where it was sealed as something else. */
export async function unseal(ring: KeyRing, sealed: string, as: SealedAs): Promise<string | null> {
  const [keyId = "", body = ""] = sealed.split(".");
  if (!Object.hasOwn(ring.keys, keyId)) return null;
  try {
    const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
    const opened = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: bytes.subarray(0, IV_BYTES), additionalData: encoder.encode(JSON.stringify(as)) },
      await keyOf(ring, keyId),
      bytes.subarray(IV_BYTES),
    );
    return new TextDecoder().decode(opened);
  } catch {
    return null; // not base64, or not ours
  }
}

/** A key for sealing alone, so that none is used for two things. */
async function keyOf(ring: KeyRing, keyId: string): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", encoder.encode(ring.keys[keyId]), "HKDF", false, ["deriveKey"]);
  const sealing = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: encoder.encode("parlour sealed secrets"),
  };
  return crypto.subtle.deriveKey(sealing, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
