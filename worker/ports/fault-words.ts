/**
 * What a log may say of an error: its kind, the database's own words, and where it was thrown. Never a message as it is: Drizzle's
 * carries every bound value and JSON's a piece of the text, and either can be somebody's name, address or token.
 */
export function faultWords(error: unknown): string {
  if (!(error instanceof Error)) return "not an error";
  return [error.name, databaseWords(error), thrownAt(error)].filter(Boolean).join(" ");
}

/** "D1_ERROR: UNIQUE constraint failed: claims.school_id, …" names columns, and no values. */
function databaseWords(error: Error): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at.message.startsWith("D1_ERROR: ")) return `(${at.message})`;
  return "";
}

/** The first of the stack's places: the message comes before them, and its lines begin otherwise. */
function thrownAt({ stack = "", message }: Error): string {
  const places = stack.slice(stack.indexOf(message) + message.length).split("\n");
  return places.find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))?.trim() ?? "";
}
