import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../local/settings.ts";
import { CookieBrowser } from "../support/local/cookie-browser.ts";
import { freePorts, type LocalRun, startLocal } from "../support/local-run.ts";
import { resolveLocalhost } from "../support/resolve-localhost.ts";

const ABELL = "a.abell@greenabbey.example";

/** Staff sign in at a real provider, over the product as `npm start` runs it. */
let run: LocalRun;
let provider: ChildProcess;
let issuer = "";
let admin: CookieBrowser;

beforeAll(async () => {
  resolveLocalhost();
  run = await startLocal();
  const [port] = await freePorts(1);
  issuer = `http://127.0.0.1:${port}`;
  provider = fork(join(ROOT, "test/support/local/open-id-provider.ts"), {
    env: { ...process.env, OPEN_ID_PORT: String(port), OPEN_ID_CALLBACK: `${run.origin}/open-id/callback` },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const ended = once(provider, "exit").then(() => Promise.reject(new Error("The provider did not start")));
  await Promise.race([once(provider, "message"), ended]);
  ended.catch(() => {});
  admin = new CookieBrowser();
  await admin.go(await signInUrl("admin"));
}, 90_000);

afterAll(async () => {
  provider?.kill();
  await run?.stop();
});

test("off until it is configured; what is typed wrong is named, and a provider that does not answer", async () => {
  const teacher = new CookieBrowser();
  expect((await teacher.go(`${run.school}/staff/sign-in`)).text).not.toContain("/staff/sign-in/provider");
  expect((await teacher.go(`${run.school}/staff/sign-in/provider`)).status).toBe(404);
  const nothing = await save({ issuer: "", clientId: "", clientSecret: "" });
  expect(nothing.status).toBe(422);
  for (const words of ["whole address", "Type the client ID", "Type the client secret"])
    expect(nothing.text).toContain(words);
  const nobody = await save({ issuer: `http://127.0.0.1:9`, clientId: "parlour", clientSecret: "x" });
  expect(nobody.text).toContain("No provider answered at this address");
  expect(nobody.text).toContain('value="parlour"');
});

test("a teacher signs in at the provider; whoever comes without having asked, or asks from another browser, does not", async () => {
  const saved = await save({ issuer, clientId: "parlour", clientSecret: "a secret of the test's" });
  expect(saved.text).toContain("Saved.");
  expect(saved.text).not.toContain("a secret of the test");
  const teacher = new CookieBrowser();
  const door = await teacher.go(`${run.school}/staff/sign-in?next=/staff/schedule`);
  const link = /href="(\/staff\/sign-in\/provider[^"]*)"/.exec(door.text)?.[1] ?? "";
  const form = await teacher.go(`${run.school}${link.replaceAll("&amp;", "&")}`);
  const back = await throughProvider(teacher, form, ABELL);
  expect(back).toMatchObject({ status: 200, url: `${run.school}/staff/schedule` });
  expect(back.text).toContain("Abell");
});

test("an answer is good in the browser that asked alone, and once", async () => {
  const [asked, other] = [new CookieBrowser(), new CookieBrowser()];
  const form = await asked.go(`${run.school}/staff/sign-in/provider`);
  const back = await throughProvider(asked, form, ABELL, (at) => at.includes("/sign-in/provider/back"));
  expect((await other.go(back.url)).status).toBe(403);
  expect((await asked.go(back.url)).url).toBe(`${run.school}/staff/schedule`);
  expect((await asked.go(back.url)).status).toBe(403);
});

test("strangers, addresses that are not proven and accounts without one are told why", async () => {
  for (const [login, words] of [
    ["stranger@elsewhere.example", "no staff account with that address"],
    ["unproven@greenabbey.example", "not confirmed yet"],
    ["no-address", "did not tell us your e-mail address"],
  ] as const) {
    const browser = new CookieBrowser();
    const back = await throughProvider(browser, await browser.go(`${run.school}/staff/sign-in/provider`), login);
    expect(back).toMatchObject({ status: 403, text: expect.stringContaining(words) });
    expect((await browser.go(`${run.school}/staff/schedule`)).url).toContain("/staff/sign-in");
  }
});

test("a school that requires it mails its staff no links, and those that are out sign nobody in", async () => {
  const early = new CookieBrowser();
  await early.send(`${run.school}/staff/sign-in`, "/staff/sign-in", { email: ABELL, next: "" });
  const link = await mailedLink();
  await save({ issuer, clientId: "parlour", clientSecret: "", required: "1" });
  const browser = new CookieBrowser();
  const door = await browser.go(`${run.school}/staff/sign-in`);
  expect(door.text).not.toContain('name="email"');
  const before = (await mails()).length;
  const asked = await browser.send(door.url, "/staff/sign-in", { email: ABELL, next: "" });
  expect(asked.text).not.toContain("a link is on its way");
  expect((await mails()).length).toBe(before);
  const opened = await early.go(link);
  const person = /name="person" value="([^"]+)"/.exec(opened.text)?.[1] ?? "";
  expect((await early.send(link, new URL(link).pathname, { person })).url).toBe(`${run.school}/staff/sign-in`);
  expect((await early.go(`${run.school}/staff/schedule`)).url).toContain("/staff/sign-in");
  await admin.send(`${run.school}/admin/settings/sign-in`, "/admin/settings/sign-in/off", {});
  expect((await browser.go(`${run.school}/staff/sign-in`)).text).toContain('name="email"');
});

type Page = Awaited<ReturnType<CookieBrowser["go"]>>;

/** Through the provider's own forms; stops at the first address that `until` says yes to, before it is gone to. */
async function throughProvider(
  browser: CookieBrowser,
  first: Page,
  login: string,
  until?: (at: string) => boolean,
): Promise<Page> {
  let page = first;
  for (let forms = 0; forms < 4 && page.url.startsWith(issuer); forms += 1) {
    const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(page.text)?.[1];
    if (!action || !prompt) throw new Error(`No form at ${page.url}: ${page.text}`);
    page = await browser.send(page.url, action, { prompt, ...(prompt === "login" && { login, password: "x" }) }, until);
  }
  return page;
}

function save(fields: Record<string, string>): Promise<Page> {
  return admin.send(`${run.school}/admin/settings/sign-in`, "/admin/settings/sign-in", fields);
}

async function signInUrl(role: string): Promise<string> {
  const people = (await (await fetch(`${run.origin}/dev/people.json`)).json()) as { role: string; signInUrl: string }[];
  return people.find((person) => person.role === role)?.signInUrl ?? "";
}

type Mail = { to: string; text: string };

async function mails(): Promise<Mail[]> {
  return (await (await fetch(`${run.origin}/dev/mail.json`)).json()) as Mail[];
}

async function mailedLink(): Promise<string> {
  const found = () =>
    mails().then((all) => /\S+\/sign-in\/link\/[0-9a-f]{32}/.exec(all.find(({ to }) => to === ABELL)?.text ?? "")?.[0]);
  await expect.poll(found, { timeout: 20_000 }).toBeDefined();
  return (await found()) ?? "";
}
