/**
 * Ends a `switch` over a union: a case that is not handled is a type error. Thrown only where data breaks its type. The message names the
 * case and never the value, which may hold names or SDP, as errors that nobody catches are logged with their message.
 */
export function assertNever(value: never): never {
  throw new Error(`Not a case of this union: ${caseOf(value)}`);
}

const MAX_CASE_LENGTH = 40;

function caseOf(value: unknown): string {
  if (typeof value === "string") return value.slice(0, MAX_CASE_LENGTH);
  if (typeof value !== "object" || value === null) return typeof value;
  const { type, kind, op, do: effect } = value as Record<string, unknown>;
  const found = [type, kind, op, effect].find((one) => typeof one === "string");
  return typeof found === "string" ? found.slice(0, MAX_CASE_LENGTH) : "object";
}
