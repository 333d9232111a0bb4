import { kindOf } from "../../durable-objects/log.ts";

/** What a log line may say of an error. */
export type FaultFields = { kind: string; database?: string; at?: string };

/**
 * The error's kind, the database's own words, and where it was thrown. Never a message as it is: Drizzle's carries every bound value and
 * JSON's a piece of the text, and either can be somebody's name, address or token.
 */
export function faultFields(error: unknown): FaultFields {
  if (!(error instanceof Error)) return { kind: kindOf(error) };
  const [database, at] = [databaseWords(error), thrownAt(error)];
  return { kind: kindOf(error), ...(database && { database }), ...(at && { at }) };
}

/** "D1_ERROR: UNIQUE constraint failed: claims.school_id, …" names columns, and no values. */
function databaseWords(error: Error): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at.message.startsWith("D1_ERROR: ")) return at.message;
  return "";
}

/** The first of the stack's places: the message comes before them, and its lines begin otherwise. */
function thrownAt({ stack = "", message }: Error): string {
  const places = stack.slice(stack.indexOf(message) + message.length).split("\n");
  return places.find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))?.trim() ?? "";
}
