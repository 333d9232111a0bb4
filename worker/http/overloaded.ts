/**
 * What D1 says where it cannot answer now and could in a moment: too much is asked of it, it was reset, or the way to it broke. "Reset" is
 * in its words for a new version of its code, for an error of its storage, and for a query that took too long or too much.
 * Source: developers.cloudflare.com/d1/observability/debug-d1, "List of D1_ERRORs".
 */
const WORDS =
  /^(?:D1_ERROR: )?(?:D1 DB is overloaded\.|Network connection lost\.|Cannot resolve D1 DB |(?:Internal error .*)?D1 DB\b.*\breset\b)/;

/** Whether a database said so. Whether what was written is kept is not known: whoever asks again must be able to. */
export function isOverloaded(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (WORDS.test(at.message)) return true;
  return false;
}
