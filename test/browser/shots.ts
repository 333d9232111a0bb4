import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { launch } from "../support/browser.ts";
import { drawnCamera } from "./support/drawn-camera.ts";
import { callState, device, join as joinCall } from "./support/people.ts";
import { type Product, startProduct } from "./support/product.ts";

const IMAGES = fileURLToPath(new URL("../../docs/images", import.meta.url));
const DRAWN = new URL("./support/drawn/", import.meta.url);

/** `npm run shots`: the README's pictures, taken of the product with drawn people in front of the cameras. */
async function main(): Promise<void> {
  await mkdir(IMAGES, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), "parlour-shots-"));
  const product = await startProduct();
  const browsers = await peopleWithCameras(folder);
  try {
    await takePictures(product, browsers);
  } finally {
    await Promise.all(Object.values(browsers).map((browser) => browser.close()));
    await product.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Cast = { teacher: Browser; guest: Browser; guardian: Browser };

async function takePictures(product: Product, cast: Cast): Promise<void> {
  const evening = await product.newEvening(Date.now() - 45_000, 300);
  const signIn = async (browser: Browser, name: string) => {
    const { page } = await device(browser);
    await page.goto((await product.person(name)).signInUrl);
    return page;
  };
  const david = await signIn(cast.guardian, "David Aaron");
  await picture(david, "bookings");
  const link = await invite(david, product);
  const abell = await signIn(cast.teacher, "Anita Abell");
  await joinCall(abell, `${product.school}/staff/video?evening=${evening.id}`);
  const guest = (await device(cast.guest)).page;
  await joinCall(guest, link);
  await joinCall(david, `${product.school}/video?evening=${evening.id}`);
  await callState(david, ["in-call"]);
  await david.waitForFunction(() => document.querySelectorAll("video[data-participant]").length === 2);
  await david.waitForTimeout(6_000);
  await picture(david, "call");
}

async function invite(page: Page, product: Product): Promise<string> {
  const email = "jane.aaron@mail.example";
  await page.getByRole("link", { name: "Invite Parent/Guardian" }).click();
  await page.getByLabel("Name *").fill("Jane Aaron");
  await page.getByLabel("Email *").fill(email);
  await page.getByLabel(/^I consent/).check();
  await page.getByLabel("Sophie Aaron").check();
  await page.getByRole("button", { name: "Send Invite" }).click();
  await page.getByText("For: Sophie Aaron").first().waitFor();
  const mail = await product.mailTo(email, /Video Call Invitation/);
  return /https?:\/\/\S+guestToken=[0-9a-f]{32}/.exec(mail.text)?.[0] ?? "";
}

/** A browser each, because a fake camera's file belongs to the whole browser. */
async function peopleWithCameras(folder: string): Promise<Cast> {
  const painter = await launch();
  const open = async (name: keyof Cast) => {
    const file = join(folder, `${name}.y4m`);
    await drawnCamera(painter, new URL(`${name}.svg`, DRAWN), file);
    return launch([`--use-file-for-fake-video-capture=${file}`]);
  };
  const cast = { teacher: await open("teacher"), guest: await open("guest"), guardian: await open("guardian") };
  await painter.close();
  return cast;
}

async function picture(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
}

await main();
process.exit(0);
