import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Where systems put Chromium or Chrome; `CHROMIUM` goes before all of them. */
const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/chromium-browser",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Where Debian puts the shell. */
const SHELLS = ["/usr/bin/chromium-headless-shell"];

const FLAGS = [
  // Containers and root have no user namespaces for Chromium's sandbox; the only pages opened are our own.
  "--no-sandbox",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  // A machine without a network has no other address to offer for media.
  "--allow-loopback-in-peer-connection",
  // Tests listen to what they hear: `totalAudioEnergy` stays 0 on an element that may not play.
  "--autoplay-policy=no-user-gesture-required",
  // Several devices share one browser: a tab in the background must keep its timers and its picture.
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  // No connection leaves this machine.
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** A fake camera's usual twenty frames a second are most of what a test of a call computes. */
export const FEW_FRAMES = "--use-fake-device-for-media-stream=fps=5";

/**
 * A Chromium with a fake camera and microphone, in its shell without windows where that is installed: the same engine, without the
 * windows' own pages, which cost half a second of CPU time for each person in a test. The shell gives a device another id after
 * each load, so what remembers devices needs the whole browser. `flags` are added to the usual ones.
 */
export async function launch(flags: readonly string[] = []): Promise<Browser> {
  const whole = findOrInstallChromium();
  const shell = process.env.CHROMIUM ? undefined : SHELLS.find(starts);
  return chromium.launch({ executablePath: shell ?? whole, headless: true, args: [...FLAGS, ...flags] });
}

/** The browser as people have it, headless, with windows, tabs that hide each other, and a process for each part. Flags of `without` are left out. */
export async function launchWhole(flags: readonly string[] = [], without: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: findOrInstallChromium(),
    headless: true,
    args: [...FLAGS.filter((flag) => !without.includes(flag)), ...flags],
    ignoreDefaultArgs: [...without],
  });
}

/**
 * The path of a Chromium that starts; installs one where there is none, by apt on a Debian system as root, otherwise by Playwright's own
 * download, which can take minutes.
 * @throws Error that says what to do, where neither works.
 */
export function findOrInstallChromium(): string {
  const found = findChromium();
  if (found) return found;
  console.log("No Chromium was found, so one is installed for the browser tests.");
  if (isRoot() && existsSync("/usr/bin/apt-get")) installByApt();
  const packaged = findChromium();
  if (packaged) return packaged;
  installByPlaywright();
  const downloaded = findChromium();
  if (downloaded) return downloaded;
  throw new Error(
    "The browser tests need Chromium or Chrome, and it could not be installed here. " +
      "Install it with your system's package manager, or run `npx playwright-core install --with-deps chromium`; " +
      "if it is in an unusual place, set CHROMIUM to its path.",
  );
}

function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  if (named && !starts(named)) throw new Error(`CHROMIUM is set to ${named}, but no browser starts there.`);
  return named ?? [...USUAL_PLACES, chromium.executablePath()].find(starts);
}

/** Ubuntu's `chromium-browser` may be a script that only asks for a snap, and a download may lack libraries: so each is tried. */
function starts(path: string): boolean {
  return existsSync(path) && spawnSync(path, ["--version"], { timeout: 20_000, stdio: "ignore" }).status === 0;
}

function installByApt(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  attempt("apt-get", ["update"], env);
  attempt("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], env);
  // By itself: some systems do not have it, and tests run without it too.
  attempt("apt-get", ["install", "-y", "--no-install-recommends", "chromium-headless-shell"], env);
}

function installByPlaywright(): void {
  const cli = join(dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")), "cli.js");
  attempt(process.execPath, [cli, "install", ...(isRoot() ? ["--with-deps"] : []), "chromium"], process.env);
}

/** What matters is whether a browser is there afterwards; the command's own words are shown. */
function attempt(command: string, args: string[], env: NodeJS.ProcessEnv): void {
  try {
    execFileSync(command, args, { env, stdio: ["ignore", "inherit", "inherit"] });
  } catch {
    console.error(`${command} ${args.join(" ")} did not succeed.`);
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
