import { keepChild } from "./keep-child.ts";
import { startMailTray } from "./mail-tray.ts";
import { requireFreePorts } from "./ports.ts";
import { LOCAL, type Settings } from "./settings.ts";
import { lockState } from "./state-lock.ts";

/**
 * Runs the whole product on this machine, mail tray, media server and Worker, until `signal` aborts; resolves when every part has
 * ended. `onReady` is called once `/healthz` says so and the demo school is in.
 * @throws Error with words for a person, after ending every part, where one could not start or keeps ending by itself.
 */
export async function runParlour(settings: Settings, signal: AbortSignal, onReady: () => void): Promise<void> {
  const parts = new Parts();
  const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  try {
    await Promise.race([aborted, startAndWatch(settings, parts, onReady)]);
  } finally {
    await parts.stop();
  }
}

async function startAndWatch(settings: Settings, parts: Parts, onReady: () => void): Promise<never> {
  await requireFreePorts(settings);
  parts.add(await lockState(settings.state, settings.mailPort));
  const tray = await startMailTray({
    port: settings.mailPort,
    token: LOCAL.POSTMARK_TOKEN,
    state: settings.state,
    webhook: { url: `http://localhost:${settings.port}/webhooks/postmark`, password: LOCAL.POSTMARK_WEBHOOK_PASSWORD },
  });
  parts.add(tray.stop);
  const { SFU_APP_ID, SFU_APP_SECRET } = LOCAL;
  const sfuEnv = { SFU_PORT: String(settings.sfuPort), SFU_APP_ID, SFU_APP_SECRET };
  const sfu = keepChild({ name: "The media server", script: "local/sfu/main.ts", env: sfuEnv, ready: "line" });
  parts.add(sfu.stop);
  const host = keepChild({ name: "The Worker", script: "local/worker-host.ts", env: {}, ready: "message" });
  parts.add(host.stop);
  await Promise.all([sfu.ready, host.ready]);
  onReady();
  throw new Error(`${await Promise.race([sfu.ended, host.ended])} Parlour ended with it.`);
}

type Stop = () => Promise<void> | void;

/** What has started, and how to end it: the last one started ends first. */
class Parts {
  readonly #stops: Stop[] = [];
  #stopping = false;

  /** What is added after the end has begun is ended at once. */
  add(stop: Stop): void {
    if (this.#stopping) void endOne(stop);
    else this.#stops.push(stop);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const stop of this.#stops.toReversed()) await endOne(stop);
  }
}

async function endOne(stop: Stop): Promise<void> {
  try {
    await stop();
  } catch (error) {
    console.error("A part did not end cleanly:", error);
  }
}
