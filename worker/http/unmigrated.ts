/** The database has no tables yet: the migrations of a new deployment, or of a local run that has just begun, are on their way. */
export function isUnmigrated(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at.message.startsWith("D1_ERROR: no such table")) return true;
  return false;
}
