import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { faultsOf } from "../support/browser/check-page.ts";
import { callState, device, pressJoin, signedIn } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";

const here = running();
let evening: DemoEvening;

beforeAll(async () => {
  evening = await here.product.newEvening(Date.now() - 5_000, 300);
});

const PATHS = {
  nobody: [
    ...["/", "/sign-in", "/sign-in/link", "/sign-in/link/sent", "/sign-in/link/nobodys", "/staff/sign-in", "/check"],
    ...[
      "/sign-in/code?again=1",
      "/privacy",
      "/accessibility",
      "/sign-out",
      "/nowhere",
      "/guests/video/nobody?guestToken=1",
    ],
  ],
  "David Aaron": [
    ...["/", "/bookings", "/bookings/invites", "/bookings/invites/new", "/bookings/calendar", "/video"],
    ...["/account/sessions", "/evenings/EVENING/book/automatic", "/evenings/EVENING/book/manual"],
  ],
  "Ngozi Okafor": ["/bookings", "/video"],
  "Anita Abell": ["/staff/schedule", "/staff/calendar", "/staff/video"],
  "Eleanor Hart": [
    ...["/admin", "/admin/import", "/admin/invites", "/admin/invites/new?evening=EVENING", "/admin/evenings/new"],
    ...["/admin/evenings/EVENING", "/admin/evenings/EVENING/rules", "/admin/evenings/EVENING/classes"],
    ...["/admin/evenings/EVENING/teachers", "/admin/evenings/new?rehearsal=1", "/admin/staff", "/admin/staff/new"],
    ...["/admin/settings", "/admin/settings/colour", "/admin/settings/logo", "/admin/settings/booking", "/admin/setup"],
  ],
  "Owen Reed": ["/admin", "/admin/settings"],
} as const;

// 320 is a phone, and a window of 1280 px at four times its size.
describe.each([320, 1280])("%i px wide", (width) => {
  test.each(Object.keys(PATHS) as (keyof typeof PATHS)[])("every page is fit for %s", async (who) => {
    const page =
      who === "nobody"
        ? (await device(here.browser, width)).page
        : await signedIn(here.browser, here.product, who, width);
    for (const path of PATHS[who]) {
      await page.goto(`${here.product.school}${path.replace("EVENING", evening.id)}`);
      expect([path, await faultsOf(page)]).toEqual([path, []]);
    }
    await page.context().close();
  });

  test("the front page, the mail tray and a mail in it, whole", async () => {
    const { page } = await device(here.browser, width);
    await askForLink(page);
    for (const path of ["/", "/dev/mail", "/nowhere"]) {
      await page.goto(`${here.product.apex}${path}`);
      expect([path, await faultsOf(page)]).toEqual([path, []]);
    }
    await here.product.mailTo("david.aaron@mail.example", /Sign in/);
    await page.goto(`${here.product.apex}/dev/mail`);
    await page
      .getByRole("link", { name: /^Sign in to/ })
      .first()
      .click();
    await page.locator(".tray-frame.is-fitted").waitFor();
    const shown = await page.locator(".tray-frame").evaluate((frame: HTMLIFrameElement) => {
      const inside = frame.contentDocument?.documentElement;
      return { hidden: (inside?.scrollHeight ?? 0) - frame.clientHeight, height: frame.clientHeight };
    });
    expect(shown.hidden).toBeLessThanOrEqual(0);
    expect(shown.height).toBeGreaterThan(200);
    await page.context().close();
  });

  test("the invite's dialog, empty and with its errors", async () => {
    const page = await signedIn(here.browser, here.product, "David Aaron", width);
    await page.getByRole("link", { name: "Invite Parent/Guardian" }).click();
    await page.getByLabel("Name *").waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Send Invite" }).click();
    await page.getByRole("heading", { name: "4 things to put right" }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  test("the call, and what is left of it", async () => {
    const page = await signedIn(here.browser, here.product, "Rachael Abbot", width);
    await page.goto(`${here.product.school}/video?evening=${evening.id}`);
    await pressJoin(page);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Leave" }).click();
    await callState(page, ["ended"]);
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });
});

test("a time and what is in its row begin on one line, on every list that folds", async () => {
  for (const [who, path] of [
    ["David Aaron", "/bookings"],
    ["David Aaron", "/video"],
    ["Anita Abell", "/staff/schedule"],
    ["Anita Abell", "/staff/video"],
  ] as const) {
    const page = await signedIn(here.browser, here.product, who, 390);
    await page.goto(`${here.product.school}${path}`);
    const rows = await page.locator(".bookings tbody tr:has(.at)").evaluateAll((found) =>
      found.map((row) => {
        const bottomOf = (cell: Element | null | undefined) => {
          const range = document.createRange();
          if (cell) range.selectNodeContents(cell);
          const line = range.getClientRects()[0];
          return line ? line.top + line.height / 2 : Number.NaN;
        };
        return Math.abs(bottomOf(row.querySelector(".at")) - bottomOf(row.querySelector("td")));
      }),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect([path, Math.max(...rows)]).toEqual([path, expect.closeTo(0, -1)]);
    await page.context().close();
  }
});

test("by the keyboard alone: sign in, book, invite, join", async () => {
  const { page, context } = await device(here.browser);
  await page.goto(`${here.product.school}/`);
  await press(page, "link", "Sign in");
  await page.waitForURL(/sign-in/);
  const details = ["Dr", "Ngozi", "Okafor", "ngozi.okafor@mail.example", "Zoe", "Okafor", "30", "6", "2016"];
  await tabTo(page, (at) => at.id === "title");
  for (const [index, text] of details.entries()) {
    if (index > 0) await page.keyboard.press("Tab");
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/sign-in\/code/);
  const mail = await here.product.mailTo("ngozi.okafor@mail.example", /^Sign in to/);
  await tabTo(page, (at) => at.id === "code");
  await page.keyboard.type(/^ {2}(\d{3} \d{3})$/m.exec(mail.text)?.[1] ?? "");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${here.product.school}/`);

  await page.goto(`${here.product.school}/evenings/${evening.id}/book/manual`);
  await tabTo(page, (at) => at.name === "book");
  await page.keyboard.press("Enter");
  await page.waitForURL(/done=booked/);

  await page.goto(`${here.product.school}/bookings`);
  await press(page, "link", "Invite Parent/Guardian");
  await page.getByRole("dialog").getByLabel("Name *").waitFor();
  await tabTo(page, (at) => at.id === "name");
  await page.keyboard.type("Ada Okafor");
  await page.keyboard.press("Tab");
  await page.keyboard.type("ada@mail.example");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await press(page, "button", "Send Invite");
  await page.getByText("Invite sent to Ada Okafor.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });

  await press(page, "link", "Join Video Appointments");
  await page.waitForURL(/\/video/);
  await press(page, "button", "Join Video Appointments");
  await callState(page, ["in-call", "waiting", "between"]);
  await press(page, "button", "Leave");
  await callState(page, ["ended"]);
  await context.close();
});

async function askForLink(page: Page): Promise<void> {
  await page.goto(`${here.product.school}/sign-in/link`);
  await page.getByLabel("Email").fill("david.aaron@mail.example");
  await page.getByRole("button", { name: "E-mail me a link" }).click();
  await page.waitForURL(/sent/);
}

type Focused = { id: string; name: string; role: string; words: string; outlined: boolean };

/** Presses Tab until what has the focus is the one, and says so where it is never reached or can't be seen to have it. */
async function tabTo(page: Page, isIt: (at: Focused) => boolean): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    const at = await focused(page);
    if (isIt(at)) return expect([at.words, at.outlined]).toEqual([at.words, true]);
    await page.keyboard.press("Tab");
  }
  throw new Error(`The Tab key never gets there: ${isIt}`);
}

async function press(page: Page, role: "link" | "button", words: string): Promise<void> {
  await tabTo(page, (at) => at.role === role && at.words.startsWith(words));
  await page.keyboard.press("Enter");
}

function focused(page: Page): Promise<Focused> {
  return page.evaluate(() => {
    const at = document.activeElement as HTMLInputElement;
    const style = getComputedStyle(at);
    return {
      id: at.id,
      name: at.name ?? "",
      role: at.tagName === "A" ? "link" : at.tagName.toLowerCase(),
      words: (at.innerText ?? "").trim(),
      outlined: style.outlineStyle !== "none" || style.boxShadow !== "none",
    };
  });
}
