/**
 * The database has no tables yet: the migrations of a new deployment, or of a local run that has just begun, are on their way. Every page
 * asks for schools first; where another table is missing, that is a fault.
 */
export function isUnmigrated(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (/^D1_ERROR: no such table: (?:main\.)?schools\b/.test(at.message)) return true;
  return false;
}
