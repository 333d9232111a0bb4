import { type Browser, chromium, type Page } from "playwright-core";
import { findOrInstallChromium } from "../browser.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  // A muted element counts no audio energy, and an unmuted one does not play without a gesture.
  "--autoplay-policy=no-user-gesture-required",
];

/** Chromium with a made-up camera and microphone. `loopback` lets it use 127.0.0.1 for media, as a machine without a network must. */
export function launchBrowser(options: { loopback: boolean }): Promise<Browser> {
  const args = options.loopback ? [...FLAGS, "--allow-loopback-in-peer-connection"] : FLAGS;
  return chromium.launch({ executablePath: findOrInstallChromium(), headless: true, args });
}

/** A page in a profile of its own, on which `window.participant` is ready. */
export async function openParticipant(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ permissions: ["camera", "microphone"] });
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => "participant" in window);
  return page;
}
