import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const USUAL_PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of a Chromium: `CHROMIUM_PATH`, a system package's, or the one that Playwright downloaded. Throws where there is none. */
export function findChromium(): string {
  const places = [process.env.CHROMIUM_PATH, ...USUAL_PLACES, chromium.executablePath()];
  const found = places.find((path) => path !== undefined && path !== "" && existsSync(path));
  if (found) return found;
  throw new Error("No Chromium found: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to it.");
}
