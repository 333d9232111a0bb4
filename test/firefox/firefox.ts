import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Bidi } from "./bidi.ts";
import { FirefoxPage } from "./firefox-page.ts";

/** Where systems put Firefox; `FIREFOX` goes before all of them. */
const USUAL_PLACES = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];

const STARTS_WITHIN_MS = 60_000;

/** A made-up camera and microphone, and no question about them. Loopback, because a machine without a network has no other address. */
const PREFERENCES = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.peerconnection.ice.loopback": true,
  "media.autoplay.default": 0,
  "app.update.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
};

export type Firefox = { version: string; page: FirefoxPage; close(): Promise<void> };

/** The path of a Firefox, or undefined: also where `FIREFOX` names a place that has none. */
export function findFirefox(): string | undefined {
  const { FIREFOX } = process.env;
  return (FIREFOX ? [FIREFOX] : USUAL_PLACES).find((path) => existsSync(path));
}

/** Starts a headless Firefox with a profile of its own and one page. Throws with what Firefox said, where it does not come up. */
export async function launchFirefox(path: string): Promise<Firefox> {
  const profile = await mkdtemp(join(tmpdir(), "parlour-firefox-"));
  await writeFile(join(profile, "user.js"), preferenceLines());
  const browser = spawn(path, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const close = async () => {
    const ended = browser.exitCode === null ? once(browser, "exit") : undefined;
    browser.kill("SIGKILL");
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const bidi = await Bidi.connect(`${await addressOf(browser)}/session`);
    return { version: versionOf(path), page: await FirefoxPage.first(bidi), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function preferenceLines(): string {
  return Object.entries(PREFERENCES)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join("");
}

/** Firefox says on which port it listens. */
function addressOf({ stderr }: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = "";
  const tooLate = setTimeout(() => reject(new Error(`Firefox did not come up. It said:\n${said}`)), STARTS_WITHIN_MS);
  stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said)?.[1];
    if (!address) return;
    clearTimeout(tooLate);
    resolve(address);
  });
  return promise;
}

function versionOf(path: string): string {
  return spawnSync(path, ["--version"], { encoding: "utf8" }).stdout.trim();
}
