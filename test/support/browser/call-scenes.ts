import type { Browser, Page } from "playwright-core";
import { invite } from "./invite.ts";
import { callState, device, join, pressJoin } from "./people.ts";
import type { DemoEvening, Product } from "./product.ts";
import { TestRooms } from "./test-rooms.ts";

const MINUTE = 60_000;

/** A browser for each, because a fake camera's file belongs to the whole browser. */
export type Cast = { teacher: Browser; guest: Browser; guardian: Browser };
/** Whoever looks at a state: takes pictures of it, or tries it for accessibility. Leaves the page as it was. */
export type Looker = {
  take(page: Page, name: string): Promise<void>;
  /** Waits, where it matters to the one who looks, until pictures that have just come are sharp. */
  sharpen(page: Page): Promise<void>;
};
export type Stage = { product: Product; cast: Cast; sheet: Looker };

async function beforeTheDay({ product, cast, sheet }: Stage): Promise<void> {
  const evening = await product.newEvening(Date.now() + 26 * 60 * MINUTE, 300);
  const david = await signIn(product, cast.guardian, "David Aaron");
  await david.goto(`${product.school}/video?evening=${evening.id}`);
  await sheet.take(david, "ready-before-the-day");
  const guest = (await device(cast.guest)).page;
  await guest.goto(await invite(david, product, { evening: evening.id }));
  await sheet.take(guest, "guest-before-the-day");
  await guest.getByRole("link", { name: "This isn’t me" }).click();
  await sheet.take(guest, "guest-not-me");
  await guest.getByRole("button", { name: "This isn’t me" }).click();
  await guest.getByRole("heading", { name: /^Thank you/ }).waitFor();
  await sheet.take(guest, "guest-thank-you");
  await close(david, guest);
}

async function waiting({ product, cast, sheet }: Stage): Promise<void> {
  const evening = await product.newEvening(Date.now() + 4 * MINUTE, 300);
  const refused = await signIn(product, cast.guardian, "David Aaron");
  await refused.addInitScript(refuseDevices);
  await refused.goto(`${product.school}/video?evening=${evening.id}`);
  await refused.getByRole("button", { name: "Turn on camera" }).click();
  await refused.getByText("Your browser keeps").waitFor();
  await sheet.take(refused, "ready-not-allowed");
  await close(refused);
  const david = await signIn(product, cast.guardian, "David Aaron");
  await david.goto(`${product.school}/video?evening=${evening.id}`);
  await david.locator("[data-tile=self] video").waitFor();
  await sheet.take(david, "ready-today");
  await pressJoin(david);
  await david.getByRole("heading", { name: "Awaiting teacher" }).waitFor();
  await sheet.take(david, "waiting-awaiting-teacher");
  const abell = await signIn(product, cast.teacher, "Anita Abell");
  await join(abell, `${product.school}/staff/video?evening=${evening.id}`);
  await david.getByRole("heading", { name: "Mrs Abell is here" }).waitFor();
  await sheet.take(david, "waiting-teacher-is-here");
  await sheet.take(abell, "teacher-guardian-is-waiting");
  await close(david, abell);
}

/** What to press is said for the browser that one has: these are the longest words, and a browser that is none of its own. */
async function otherBrowsers({ product, cast, sheet }: Stage): Promise<void> {
  const evening = await product.newEvening(Date.now() + 4 * MINUTE, 300);
  const person = await product.person("David Aaron");
  for (const [name, userAgent] of Object.entries(USER_AGENTS)) {
    const context = await cast.guardian.newContext({ userAgent });
    await context.addInitScript(refuseDevices);
    const page = await context.newPage();
    await page.goto(person.signInUrl);
    await page.goto(`${product.school}/video?evening=${evening.id}`);
    await page.getByRole("button", { name: "Turn on camera" }).click();
    await page.getByText("Your browser keeps the camera").waitFor();
    await sheet.take(page, `ready-not-allowed-${name}`);
    await close(page);
  }
}

const APPLE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const USER_AGENTS = {
  iphone: `${APPLE} Version/18.5 Mobile/15E148 Safari/604.1`,
  "in-app": `${APPLE} Mobile/15E148 Instagram 380.0.0.0`,
  android: "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
  firefox: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
};

async function inTheCall({ product, cast, sheet }: Stage): Promise<void> {
  const evening = await product.newEvening(Date.now() - 20_000, 540);
  const david = await signIn(product, cast.guardian, "David Aaron");
  const link = await invite(david, product);
  const abell = await signIn(product, cast.teacher, "Anita Abell");
  await join(abell, `${product.school}/staff/video?evening=${evening.id}`);
  await sheet.take(abell, "teacher-awaiting-guardian");
  await join(david, `${product.school}/video?evening=${evening.id}`);
  await sees(sheet, david, 1);
  await sheet.take(david, "call-two");
  await sheet.take(abell, "teacher-two");
  const guest = (await device(cast.guest)).page;
  await join(guest, link);
  await sees(sheet, david, 2);
  await sheet.take(david, "call-three");
  await sheet.take(guest, "guest-in-the-call");
  await sheet.take(abell, "teacher-three");
  await chatting(sheet, david, abell);
  await boxes(sheet, david, abell);
  await abell.keyboard.press("m");
  await guest.keyboard.press("v");
  await sheet.take(david, "call-muted-and-camera-off");
  await sheet.take(guest, "guest-own-camera-off");
  await closings(sheet, { david, abell, guest, link, cast });
}

async function chatting(sheet: Looker, david: Page, abell: Page): Promise<void> {
  await write(abell, "Good evening. Here is the worksheet: https://school.example/science/year-6/plants");
  await david.locator("[data-unread]").waitFor();
  await sheet.take(david, "call-unread");
  await write(david, "Thank you, I see it.");
  await sheet.take(david, "call-chat");
  await sheet.take(abell, "teacher-chat");
  for (const page of [david, abell]) await page.keyboard.press("Escape");
}

async function boxes(sheet: Looker, david: Page, abell: Page): Promise<void> {
  await david.getByRole("button", { name: "Settings" }).click();
  await sheet.take(david, "call-settings");
  await david.getByRole("checkbox", { name: /Show me my own picture/ }).uncheck();
  await david.keyboard.press("Escape");
  await sheet.take(david, "call-self-hidden");
  await david.getByRole("button", { name: "Help" }).click();
  await sheet.take(david, "call-help");
  await david.keyboard.press("Escape");
  await abell.getByRole("button", { name: "End this one" }).click();
  await sheet.take(abell, "teacher-end-this-one");
  await abell.keyboard.press("Escape");
}

type Closing = { david: Page; abell: Page; guest: Page; link: string; cast: Cast };

async function closings(sheet: Looker, { david, abell, guest, link, cast }: Closing): Promise<void> {
  const second = (await device(cast.guest)).page;
  await join(second, link);
  await callState(guest, ["ended"]);
  await sheet.take(guest, "guest-superseded");
  await abell.context().close();
  await david.locator("[data-state=held]").waitFor();
  await sheet.take(david, "call-teacher-lost");
  await david.getByRole("button", { name: "Leave", exact: true }).click();
  await sheet.take(david, "left");
  await david.goto(new URL("/bookings/invites", david.url()).href);
  await david
    .getByRole("button", { name: /^Remove/ })
    .first()
    .click();
  await callState(second, ["ended"]);
  await sheet.take(second, "guest-withdrawn");
  await second.goto(link);
  await sheet.take(second, "guest-withdrawn-link");
  await close(david, guest, second);
}

async function fourAndFull({ product, cast, sheet }: Stage): Promise<void> {
  const evening = await product.newEvening(Date.now() - 5_000, 120);
  const rachael = await signIn(product, cast.guardian, "Rachael Abbot");
  const link = await invite(rachael, product, { student: "Ben Abbot" });
  await join(rachael, `${product.school}/video?evening=${evening.id}`);
  const teachers = [];
  for (const name of ["J Sinclair", "Oluwaseun Brooks", "Halima Rahman"]) {
    const teacher = await signIn(product, cast.teacher, name);
    await join(teacher, `${product.school}/staff/video?evening=${evening.id}`);
    teachers.push(teacher);
  }
  const guest = (await device(cast.guest)).page;
  await join(guest, link);
  await sheet.take(guest, "guest-full");
  await sees(sheet, rachael, 3);
  await sheet.take(rachael, "call-four-one-waits");
  await sheet.take(teachers[0] ?? rachael, "teacher-four");
  await close(rachael, guest, ...teachers);
}

async function lastMinutes(stage: Stage): Promise<void> {
  const { product, sheet } = stage;
  const rooms = new TestRooms(product);
  const endsAt = Date.now() + 4 * MINUTE;
  const [david, abell] = await pair(stage, () => product.newEvening(endsAt - 5 * MINUTE, 300), rooms);
  rooms.forwardTo(endsAt - 1.5 * MINUTE);
  await david.locator("[data-tone=yellow]").waitFor();
  await sheet.take(david, "call-yellow");
  rooms.forwardTo(endsAt - 0.5 * MINUTE);
  await david.locator("[data-tone=red]").waitFor();
  await sheet.take(david, "call-red");
  await abell.getByRole("button", { name: "End this one" }).click();
  await abell.getByRole("button", { name: "End it now" }).click();
  await david.locator(".call-notice").getByText("The teacher has ended that appointment").waitFor();
  await sheet.take(david, "moved-on-to-the-next");
  await close(david, abell);
}

async function apart(stage: Stage): Promise<void> {
  const { product, sheet } = stage;
  const [david, abell] = await pair(stage, () => product.newEvening(Date.now() - 20_000, 300));
  await david.addInitScript(refuseSound);
  await david.reload();
  await david.getByRole("button", { name: "Tap to hear" }).waitFor();
  await sheet.take(david, "call-tap-to-hear");
  await david.context().setOffline(true);
  await callState(david, ["reconnecting"], MINUTE);
  await sheet.take(david, "call-reconnecting");
  await close(david, abell);
}

async function checking({ product, cast, sheet }: Stage): Promise<void> {
  const { page } = await device(cast.guest);
  await page.goto(`${product.school}/check`);
  await sheet.take(page, "check-trying");
  await page.locator("[data-line=good], [data-line=fair], [data-line=poor]").waitFor({ state: "attached" });
  await sheet.take(page, "check-tried");
  await close(page);
  for (const [name, script] of [
    ["check-not-allowed", refuseDevices],
    ["check-no-devices", loseDevices],
  ] as const) {
    const other = (await device(cast.guest)).page;
    await other.addInitScript(script);
    await other.route("**/check/line", (route) => route.abort());
    await other.goto(`${product.school}/check`);
    await other.locator("[data-line=offline]").waitFor({ state: "attached" });
    await sheet.take(other, name);
    await close(other);
  }
}

export type Scenes = Record<string, (stage: Stage) => Promise<void>>;

/** Every state of the call's, the guest's and the check page before a call, one evening after the other. */
export const BEFORE_SCENES: Scenes = {
  "before the day": beforeTheDay,
  "waiting for the beginning": waiting,
  "what other browsers say": otherBrowsers,
  "the check page": checking,
};

/** And in one. */
export const CALL_SCENES: Scenes = {
  "in the call": inTheCall,
  "four in the call, one in line": fourAndFull,
  "the last minutes": lastMinutes,
  "sound refused, and a lost line": apart,
};

/** Both sign in, then there is the evening, and they see each other in it; in `rooms` instead of the product's, where there are any. */
export async function pair(
  { product, cast, sheet }: Stage,
  begin: () => Promise<DemoEvening>,
  rooms?: TestRooms,
): Promise<[Page, Page]> {
  const david = await signIn(product, cast.guardian, "David Aaron");
  const abell = await signIn(product, cast.teacher, "Anita Abell");
  for (const page of [david, abell]) await rooms?.behind(page);
  const { id } = await begin();
  await join(abell, `${product.school}/staff/video?evening=${id}`);
  await join(david, `${product.school}/video?evening=${id}`);
  await sees(sheet, david, 1);
  return [david, abell];
}

export async function signIn(product: Product, browser: Browser, name: string): Promise<Page> {
  const { page } = await device(browser);
  await page.goto((await product.person(name)).signInUrl);
  return page;
}

async function write(page: Page, words: string): Promise<void> {
  await page.getByRole("button", { name: /^Chat/ }).click();
  await page.getByRole("textbox").fill(words);
  await page.getByRole("textbox").press("Enter");
  await page.locator("[data-chat=mine]").first().waitFor();
}

/** Waits until so many others are seen. */
async function sees(sheet: Looker, page: Page, others: number): Promise<void> {
  await page.waitForFunction((count) => {
    const videos = [...document.querySelectorAll<HTMLVideoElement>("video[data-participant]")];
    return videos.filter(({ videoWidth }) => videoWidth > 0).length === count;
  }, others);
  await sheet.sharpen(page);
}

function refuseDevices(): void {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
}

function loseDevices(): void {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
}

function refuseSound(): void {
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    return this.muted ? play.call(this) : Promise.reject(new DOMException("no press", "NotAllowedError"));
  };
}

export async function close(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => page.context().close()));
}
