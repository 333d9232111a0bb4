import type { Facts, Role } from "./protocol.ts";

/**
 * A ticket lets one socket into one room: signed by the Worker, checked by the room, single use. It travels as a WebSocket
 * subprotocol, so it is base64url with dots only (RFC 6455 allows token characters).
 */
export type Ticket = {
  /** Single use: the room remembers it until it expires. */
  ticketId: string;
  roomId: string;
  participantId: string;
  role: Role;
  name: string;
  /** The server's time of the press on Join in microseconds, its last three digits random, so that no two presses are equal. */
  epoch: number;
  facts: Facts;
  /** The page is in another call until this one begins: the others are not told that its bearer waits. */
  ahead?: boolean;
  /** Epoch milliseconds. */
  expiresAt: number;
};

export const TICKET_LIFE_MS = 30_000;

const encoder = new TextEncoder();

/** Signs with HMAC-SHA-256. `secret` is any string of 32 characters or more. */
export async function sealTicket(ticket: Ticket, secret: string): Promise<string> {
  const body = toBase64Url(encoder.encode(JSON.stringify(ticket)));
  const signature = await crypto.subtle.sign("HMAC", await hmacKey(secret), encoder.encode(body));
  return `${body}.${toBase64Url(new Uint8Array(signature))}`;
}

/** The ticket, or null where it is malformed, forged, expired or another room's. */
export async function openTicket(sealed: string, secret: string, roomId: string, now: number): Promise<Ticket | null> {
  const [body, signature, ...rest] = sealed.split(".");
  if (!body || !signature || rest.length > 0) return null;
  try {
    const genuine = await crypto.subtle.verify(
      "HMAC",
      await hmacKey(secret),
      fromBase64Url(signature),
      encoder.encode(body),
    );
    if (!genuine) return null;
    const ticket = JSON.parse(new TextDecoder().decode(fromBase64Url(body))) as Ticket;
    return ticket.roomId === roomId && now < ticket.expiresAt ? ticket : null;
  } catch {
    return null; // not base64url, or not JSON
  }
}

/** The ring's keys, imported once: a handful, for the life of the process. */
const imported = new Map<string, CryptoKey>();

async function hmacKey(secret: string): Promise<CryptoKey> {
  const known = imported.get(secret);
  if (known) return known;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign", "verify"]);
  imported.set(secret, key);
  return key;
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(binary.length);
  // A function called for each character costs more than the signature.
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
