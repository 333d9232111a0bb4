import { readDemoFiles } from "./demo-files.ts";
import { type RunningWorker, runWorker } from "./run-worker.ts";
import { readSettings } from "./settings.ts";

const PATIENCE_MS = 15_000;
const RETRY_MS = 50;

/**
 * The process that holds workerd, run by `start.ts`. It is a process of its own because workerd outlives whoever started it and was
 * killed: this one is told by the closing channel that its parent is gone, and ends workerd. (Miniflare also answers signals itself,
 * by leaving at once, which would cut short the orderly end of everything else.)
 */
async function main(): Promise<void> {
  const settings = readSettings();
  const starting = runWorker(settings);
  const end = () => void starting.then((worker) => worker.stop()).finally(() => process.exit(0));
  process.once("disconnect", end);
  const worker = await starting;
  const origin = `http://localhost:${settings.port}`;
  await sendDemo(worker, origin);
  await waitUntilReady(worker, origin);
  worker.startClock();
  process.send?.({ ready: true });
}

async function waitUntilReady(worker: RunningWorker, origin: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  let last = "";
  while (Date.now() < end) {
    const reply = await worker.fetch(`${origin}/healthz`);
    if (reply.status === 200) return;
    last = `${reply.status} ${(await reply.text()).slice(0, 500)}`;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  throw new Error(`Parlour is not ready after fifteen seconds: /healthz answers ${last}`);
}

/** The product imports the demo school where it is missing, and otherwise leaves everything as it is. */
async function sendDemo(worker: RunningWorker, origin: string): Promise<void> {
  const reply = await worker.fetch(`${origin}/dev/demo`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: origin },
    body: JSON.stringify({ files: await readDemoFiles() }),
  });
  const text = await reply.text();
  if (reply.status >= 300)
    throw new Error(`The demo school could not be imported: ${reply.status} ${text.slice(0, 500)}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
