import { build } from "./build.ts";
import { readDemoFiles } from "./demo/files.ts";
import { startMailTray } from "./mail-tray.ts";
import { requireFreePorts } from "./ports.ts";
import { runSfu } from "./run-sfu.ts";
import { type RunningWorker, readConfiguration, runWorker } from "./run-worker.ts";
import type { Settings } from "./settings.ts";
import { lockState } from "./state-lock.ts";

const PATIENCE_MS = 10_000;
const RETRY_MS = 50;

export interface RunningParlour {
  /** The product's apex, such as `http://localhost:8787`. */
  readonly origin: string;
  /** Resolves, with words for a person, when the media server has ended. */
  readonly sfuEnded: Promise<string>;
  /** Ends every part, the last one started first. May be called again; the same promise is answered. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs the whole product on this machine: mail tray, media server, Worker. Resolves when `/healthz` says that it is ready and the
 * demo school is in.
 * @throws Error with words for a person, after ending whatever had started.
 */
export async function startParlour(settings: Settings): Promise<RunningParlour> {
  const parts = new Parts();
  try {
    await requireFreePorts(settings);
    parts.add(await lockState(settings.state, settings.mailPort));
    const configuration = readConfiguration();
    const {
      POSTMARK_TOKEN: token = "",
      SFU_APP_ID: appId = "",
      SFU_APP_SECRET: appSecret = "",
    } = configuration.variables;
    const tray = await startMailTray({ port: settings.mailPort, token, state: settings.state });
    parts.add(tray.stop);
    const [sfu] = await Promise.all([runSfu({ port: settings.sfuPort, appId, appSecret }), build()]);
    parts.add(sfu.stop);
    const worker = await runWorker(settings, configuration);
    parts.add(worker.stop);
    const origin = `http://localhost:${settings.port}`;
    await waitUntilReady(worker, origin);
    await sendDemo(worker, origin);
    worker.startClock();
    return { origin, sfuEnded: sfu.ended, stop: () => parts.stop() };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

/** What has started, and how to end it. */
class Parts {
  readonly #stops: (() => Promise<void> | void)[] = [];
  #stopping: Promise<void> | undefined;

  add(stop: () => Promise<void> | void): void {
    this.#stops.push(stop);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    for (const stop of this.#stops.toReversed()) {
      try {
        await stop();
      } catch (error) {
        console.error("A part did not end cleanly:", error);
      }
    }
  }
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
  throw new Error(`Parlour is not ready after ten seconds: /healthz answers ${last}`);
}

/** The product imports the demo school where it is missing, and otherwise leaves everything as it is. */
async function sendDemo(worker: RunningWorker, origin: string): Promise<void> {
  const reply = await worker.fetch(`${origin}/dev/demo`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: origin },
    body: JSON.stringify({ files: await readDemoFiles() }),
  });
  if (reply.status >= 300) {
    throw new Error(`The demo school could not be imported: ${reply.status} ${(await reply.text()).slice(0, 500)}`);
  }
  await reply.text();
}
