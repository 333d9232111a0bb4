/** Tells one failure from all others in the page, the answer and the log: eight figures, easily read out on a telephone. */
export function failureNumber(): string {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return String(drawn % 100_000_000).padStart(8, "0");
}
