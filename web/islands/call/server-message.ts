import type { ServerMessage } from "../../../durable-objects/protocol.ts";

const KNOWN: Record<ServerMessage["type"], true> = {
  admitted: true,
  waiting: true,
  room: true,
  chat: true,
  published: true,
  pulled: true,
  done: true,
  failed: true,
};

/**
 * What the room says, or null for what this page does not know: it may be of a newer version than the page. An unknown answer counts as a
 * failed request, so that whoever asked does not wait for ever.
 */
export function readServerMessage(data: string): ServerMessage | null {
  const message = parse(data);
  if (!message) return null;
  const { type, id } = message;
  if (typeof type === "string" && Object.hasOwn(KNOWN, type)) return message as ServerMessage;
  return typeof id === "number" ? { type: "failed", id, code: "bad_request", retry: false } : null;
}

function parse(data: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
