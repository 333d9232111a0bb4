import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { FEW_FRAMES, launchWhole } from "../browser.ts";
import { freePorts } from "../local-run.ts";
import { childOf, descendants } from "../processes.ts";

/** Chromium's processes beside its pages, by what they hold. */
const PARTS = { network: "network.mojom", camera: "video_capture.mojom", microphone: "audio.mojom" } as const;
type Part = keyof typeof PARTS;

/** Tests that play tricks on a person want none of the usual kindness: devices without a question, sound without a press, no tab at rest. */
const KINDNESS = [
  "--use-fake-ui-for-media-stream",
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
];

/** A browser of its own, whose processes a test may stop and kill, as a sleeping machine, a pulled plug and another network do. */
export type ShakenBrowser = {
  browser: Browser;
  /** The browser's own profile as one window with tabs: whichever is not in front is hidden, as on a person's screen. */
  tabs(): Promise<BrowserContext>;
  /** The whole browser stands still, as when a lid is closed. */
  sleep(): void;
  /** That part stands still. */
  stop(part: Part): void;
  /** Whatever stands still goes on. */
  wake(): void;
  /** That part is gone, and whatever it held; the browser starts another. */
  kill(part: Part): void;
};

/** `flags` are added to those of every browser. */
export async function shakenBrowser(flags: readonly string[] = []): Promise<ShakenBrowser> {
  const [port = 0] = await freePorts(1);
  const named = `--remote-debugging-port=${port}`;
  const plain = [named, FEW_FRAMES, "--autoplay-policy=document-user-activation-required"];
  const browser = await launchWhole([...plain, ...flags], KINDNESS);
  const whole = descendants(process.pid).find(({ command }) => command.includes(named));
  if (!whole) throw new Error("The browser that was started is not there");
  const pidOf = (part: Part) => childOf(whole.pid, `--utility-sub-type=${PARTS[part]}`);
  return {
    browser,
    async tabs() {
      // Playwright shows every page as if it were in front, unless it is told to leave the browser as it is.
      const plain = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
      const [context] = plain.contexts();
      if (!context) throw new Error("The browser has no profile of its own");
      return context;
    },
    sleep: () => signal(whole.pid, "SIGSTOP"),
    stop: (part) => process.kill(pidOf(part), "SIGSTOP"),
    wake: () => signal(whole.pid, "SIGCONT"),
    kill: (part) => process.kill(pidOf(part), "SIGKILL"),
  };
}

function signal(whole: number, name: "SIGSTOP" | "SIGCONT"): void {
  for (const { pid } of descendants(whole)) process.kill(pid, name);
}
