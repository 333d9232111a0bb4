import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { type Cast, signIn } from "../support/browser/call-scenes.ts";
import { ContactSheet } from "../support/browser/contact-sheet.ts";
import { drawnCamera } from "../support/browser/drawn-camera.ts";
import { invite } from "../support/browser/invite.ts";
import { callState, device, join as joinCall } from "../support/browser/people.ts";
import { type Product, startProduct } from "../support/browser/product.ts";
import { SCENES } from "../support/browser/scenes.ts";
import { launch } from "../support/browser.ts";

const IMAGES = fileURLToPath(new URL("../../docs/images", import.meta.url));
/** Not kept by git: pictures to look at, not to show. */
const SHEETS = fileURLToPath(new URL("../../shots", import.meta.url));
const DRAWN = new URL("../support/browser/drawn/", import.meta.url);

/**
 * `npm run shots`: the README's pictures, and contact sheets of every state of the call, the guest's and the check page, in `shots/`; taken
 * of the product with drawn people in front of the cameras; and the pictures of the guides. `npm run shots -- sheets`, `-- readme` or `-- guide`
 * makes the ones or the others, `-- sheets 'bad line'` the scenes so named.
 */
async function main(only: string | undefined, wanted = ""): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "parlour-shots-"));
  const product = await startProduct();
  const cast = await peopleWithCameras(folder);
  try {
    if (!only || only === "readme") await takePictures(product, cast);
    if (!only || only === "guide") await takeGuide(product, cast);
    if (!only || only === "sheets") await takeSheets(product, cast, wanted);
  } finally {
    await Promise.all(Object.values(cast).map((browser) => browser.close()));
    await product.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function takeSheets(product: Product, cast: Cast, wanted: string): Promise<void> {
  await rm(SHEETS, { recursive: true, force: true });
  await mkdir(SHEETS, { recursive: true });
  const sheet = new ContactSheet(SHEETS);
  for (const [name, scene] of Object.entries(SCENES)) if (name.includes(wanted)) await scene({ product, cast, sheet });
  const states = await sheet.finish(cast.guardian);
  console.log(
    `${states} states, each in four windows: open shots/phone.html, sideways.html, tablet.html, desktop.html`,
  );
}

async function takePictures(product: Product, cast: Cast): Promise<void> {
  await mkdir(IMAGES, { recursive: true });
  const evening = await product.newEvening(Date.now() - 45_000, 300);
  const david = await signIn(product, cast.guardian, "David Aaron");
  await picture(david, "bookings");
  const link = await invite(david, product);
  const abell = await signIn(product, cast.teacher, "Anita Abell");
  await joinCall(abell, `${product.school}/staff/video?evening=${evening.id}`);
  const guest = (await device(cast.guest)).page;
  await joinCall(guest, link);
  await joinCall(david, `${product.school}/video?evening=${evening.id}`);
  await callState(david, ["in-call"]);
  await david.waitForFunction(() => document.querySelectorAll("video[data-participant]").length === 2);
  await david.waitForTimeout(6_000);
  await picture(david, "call");
  await Promise.all([david, abell, guest].map((page) => page.context().close()));
}

/** The pictures of docs/guide: the desk of the demo school, with a teacher who has left, and the operators' list. */
async function takeGuide(product: Product, cast: Cast): Promise<void> {
  await mkdir(IMAGES, { recursive: true });
  await product.newEvening(Date.now() + 3_600_000, 300);
  const office = await signIn(product, cast.guardian, "Eleanor Hart");
  const at = async (path: string, name: string) => {
    await office.goto(`${product.school}${path}`);
    await picture(office, name);
  };
  await at("/admin", "guide-desk");
  await at("/admin/settings", "guide-settings");
  await at("/admin/staff", "guide-staff");
  await at("/admin/people?kind=guardians", "guide-people");
  await office
    .getByRole("link", { name: /Rachael/ })
    .first()
    .click();
  await picture(office, "guide-person");
  await office.goto(`${product.school}/admin/people?kind=staff`);
  await office.getByRole("link", { name: /Abell/ }).first().click();
  await office.getByRole("link", { name: "They have left" }).click();
  await office.getByRole("button", { name: /^Yes,/ }).click();
  await at("/admin/flags", "guide-flags");
  const operator = (await device(cast.guardian)).page;
  const people = (await (await fetch(`${product.apex}/dev/people.json`)).json()) as {
    role: string;
    signInUrl: string;
  }[];
  await operator.goto(people.find(({ role }) => role === "operator")?.signInUrl ?? "");
  await operator.goto(`${product.apex}/operator`);
  await picture(operator, "guide-operators");
  await Promise.all([office, operator].map((page) => page.context().close()));
}

async function peopleWithCameras(folder: string): Promise<Cast> {
  const painter = await launch();
  const open = async (name: keyof Cast): Promise<Browser> => {
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

await main(process.argv[2], process.argv[3]);
process.exit(0);
