import type { World } from "../ports/deps.ts";
import { faultFields } from "../ports/fault-fields.ts";

/** Waits for work that nobody waits for an answer of. Never rejects: what fails is logged under `event`, with the work's name. */
export async function quietly(
  { clock, log }: Pick<World, "clock" | "log">,
  event: "follow_up_failed" | "sweep_failed",
  name: string,
  work: Promise<unknown>,
): Promise<void> {
  const beganAt = clock.now();
  try {
    await work;
  } catch (error) {
    log({ level: "error", event, work: name, ms: clock.now() - beganAt, ...faultFields(error) });
  }
}
