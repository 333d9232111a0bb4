import { once } from "node:events";
import { createServer } from "node:http";
import type { TestProject } from "vitest/node";
import { type LocalRun, startLocal } from "../local-run.ts";
import type { Place } from "./product.ts";
import { readLog } from "./read-log.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where a test file asks for the product of its lane. */
    lanes: string;
  }
}

/**
 * Vitest's global setup of the browser tests. Files run side by side, as many as there are workers, and each worker's files come one after
 * the other: that is a lane, and its files share one running product. It is started when the first of them asks for it, since a worker's
 * process ends with each file. At the end the log of each is read.
 */
export default async function keepLanes(project: TestProject): Promise<() => Promise<void>> {
  const lanes = new Map<string, Promise<LocalRun>>();
  const server = createServer((request, response) => {
    const lane = request.url ?? "";
    const run = lanes.get(lane) ?? startLocal();
    lanes.set(lane, run);
    run.then(
      ({ origin, sfu, pid }) => response.end(JSON.stringify({ origin, sfu, pid } satisfies Place)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The lanes have no port");
  project.provide("lanes", `http://127.0.0.1:${address.port}`);
  return async () => {
    server.close();
    const runs = (await Promise.allSettled(lanes.values())).filter((run) => run.status === "fulfilled");
    for (const run of runs) await run.value.stop();
    // After the last has stopped: an error here fails the run (docs/decisions/0118).
    for (const run of runs) await readLog(run.value.output());
  };
}
