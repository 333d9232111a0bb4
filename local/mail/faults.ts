import * as z from "zod";

/** What can go wrong with a mail provider, in the order in which they are set; each sending request uses up one. */
const KINDS = ["timeout", "422", "429", "500", "accept-then-timeout"] as const;

export type Fault = (typeof KINDS)[number];

/** `code` is Postmark's ErrorCode in a 422's body: 300 (an invalid request) unless told, 406 for an inactive recipient. */
const requestSchema = z.object({
  next: z.enum(KINDS),
  count: z.int().min(1).max(1000).default(1),
  code: z.int().default(300),
});

export interface PlannedFault {
  readonly kind: Fault;
  readonly code: number;
}

/** Faults that a test has asked for. */
export class Faults {
  #planned: PlannedFault[] = [];

  /** @throws ZodError on anything but `{next, count?, code?}`. */
  plan(body: unknown): void {
    const { next, count, code } = requestSchema.parse(body);
    this.#planned.push(...Array.from({ length: count }, () => ({ kind: next, code })));
  }

  take(): PlannedFault | undefined {
    return this.#planned.shift();
  }

  clear(): void {
    this.#planned = [];
  }

  get left(): number {
    return this.#planned.length;
  }
}
