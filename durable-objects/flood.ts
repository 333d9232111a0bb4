/** What one socket may still send. A call with four people in it needs some thirty messages in its first seconds. */
export type Allowance = { left: number; at: number };

export const BURST = 60;
export const PER_SECOND = 10;

export function newAllowance(now: number): Allowance {
  return { left: BURST, at: now };
}

/** The allowance after one more message, or null where it is used up. `now` is epoch milliseconds. */
export function spend({ left, at }: Allowance, now: number): Allowance | null {
  const refilled = Math.min(BURST, left + (Math.max(0, now - at) * PER_SECOND) / 1000);
  return refilled < 1 ? null : { left: refilled - 1, at: now };
}
