import type { Listener } from "./board-protocol.ts";

/** What a board's socket carries, by this version of the code or another; null where that says too little. */
export function readListener(attachment: unknown): Listener | null {
  if (typeof attachment !== "object" || attachment === null) return null;
  const { teacherId, until } = attachment as Partial<Listener>;
  if (typeof until !== "number" || (teacherId !== null && typeof teacherId !== "string")) return null;
  return { teacherId, until };
}
