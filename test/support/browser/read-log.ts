import { demoNames } from "./demo-names.ts";
import { judgeLog } from "./judge-log.ts";

/** Reads all that a product has printed. Throws where a line of its log has not the form of one, or tells more than it may. */
export async function readLog(output: string): Promise<void> {
  const faults = judgeLog(output, await demoNames());
  if (faults.length > 0) throw new Error(`The product's log:\n${faults.join("\n")}`);
}
