import { dirname, join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { buildAssets } from "./build/assets.ts";
import { buildLocal } from "./build/worker.ts";
import { migrate } from "./migrate.ts";
import { LOCAL, ROOT, type Settings } from "./settings.ts";

/** Production's cron pattern; Miniflare runs no cron of its own. */
const CRON = "* * * * *";
const MINUTE_MS = 60_000;

type Bindings = Record<string, string>;

export interface RunningWorker {
  /** Sends a request to the Worker, as from a browser; `url`'s host arrives as the Host header. */
  fetch: (
    url: string,
    init?: { method: string; headers: Record<string, string>; body: string },
  ) => Promise<{ status: number; text: () => Promise<string> }>;
  /** Calls `scheduled` now and every minute from now on. */
  startClock: () => void;
  stop: () => Promise<void>;
}

/**
 * Bundles and runs the Worker on workerd with D1, the objects and the assets, as `wrangler.toml` describes them: one configuration for
 * the local run, the tests and the deployment. Resolves when it listens on 127.0.0.1 and its migrations are applied.
 */
export async function runWorker(settings: Settings): Promise<RunningWorker> {
  const { workerOptions, main } = unstable_getMiniflareWorkerOptions(join(ROOT, "wrangler.toml"));
  if (!main) throw new Error('wrangler.toml names no entry ("main").');
  const script = await buildLocal(main, await buildAssets());
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: settings.port,
      // A real `cf` object and telemetry would be fetched from, and sent to, the network.
      cf: false,
      telemetry: { enabled: false },
      unsafeLocalExplorer: false,
      logRequests: false,
      log: new Log(LogLevel.WARN),
      resourcePersistencePath: join(settings.state, "worker"),
      workers: [
        {
          name: "parlour",
          ...workerOptions,
          modulesRoot: dirname(script),
          modules: [{ type: "ESModule", path: script }],
          bindings: { ...(workerOptions.bindings as Bindings), ...LOCAL, ...localAddresses(settings) },
        },
      ],
    }),
  );
  try {
    await miniflare.ready;
    await migrate(await miniflare.getD1Database("DB", "parlour"));
  } catch (error) {
    await miniflare.dispose();
    throw error;
  }
  return running(miniflare);
}

function localAddresses(settings: Settings): Bindings {
  return {
    PUBLIC_URL: `http://localhost:${settings.port}`,
    POSTMARK_HOST: `127.0.0.1:${settings.mailPort}`,
    SFU_URL: `http://127.0.0.1:${settings.sfuPort}/v1`,
  };
}

function running(miniflare: Miniflare): RunningWorker {
  let clock: NodeJS.Timeout | undefined;
  let ticking = false;
  const tick = async () => {
    // A tick that outlasts its minute is not overtaken by the next.
    if (ticking) return;
    ticking = true;
    try {
      const worker = await miniflare.getWorker("parlour");
      await worker.scheduled({ cron: CRON, scheduledTime: new Date() });
    } catch (error) {
      console.error("The minute's work failed:", error);
    } finally {
      ticking = false;
    }
  };
  return {
    fetch: (url, init) => miniflare.dispatchFetch(url, init),
    startClock: () => {
      clock = setInterval(() => void tick(), MINUTE_MS);
      void tick();
    },
    stop: async () => {
      clearInterval(clock);
      await miniflare.dispose();
    },
  };
}
