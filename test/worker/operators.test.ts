import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { createApp } from "../../worker/app.tsx";
import { openDatabase } from "../../worker/db/client.ts";
import {
  audit,
  operatorAudit,
  operatorLinks,
  operatorSessions,
  outbox,
  people,
  rateLimits,
  schools,
} from "../../worker/db/schema.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { readSettings } from "../../worker/ports/settings.ts";
import { type FakePostmark, fakePostmark } from "../support/worker/fake-postmark.ts";
import { testApp } from "../support/worker/small-school.ts";
import { worldOf } from "../support/worker/world.ts";

const APEX = "http://localhost";
const OPERATOR = "operator@parlour.example";
const HOUR = 3_600_000;
const db = openDatabase(env.DB);

let product: ReturnType<typeof testApp>;
let postmark: FakePostmark;

beforeEach(async () => {
  // Each test asks for links as if the others had not.
  await db.delete(rateLimits);
  postmark = fakePostmark();
  product = testApp(db, { postmark });
});

const get = (path: string, cookie = "", origin = APEX) =>
  product.app.fetch(new Request(`${origin}${path}`, { headers: { cookie }, redirect: "manual" }));
const post = (path: string, fields: Record<string, string> = {}, cookie = "", origin = APEX) =>
  product.app.fetch(
    new Request(`${origin}${path}`, { method: "POST", body: new URLSearchParams(fields), headers: { cookie, origin } }),
  );
const cookieOf = (response: Response) => (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
const mailTo = (address: string) => postmark.taken.filter(({ To }) => To === address);

/** The path of the link in the text of the next mail after so many. */
async function linkTo(address: string, pattern: RegExp, known = 0): Promise<string> {
  await vi.waitFor(() => expect(mailTo(address).length).toBeGreaterThan(known), { timeout: 10_000 });
  const url = pattern.exec(mailTo(address).at(-1)?.TextBody ?? "")?.[0];
  if (!url) throw new Error("no link in the mail");
  return new URL(url).pathname;
}

async function signIn(): Promise<string> {
  const known = mailTo(OPERATOR).length;
  await post("/operator/sign-in", { email: OPERATOR });
  const path = await linkTo(OPERATOR, /http\S+\/operator\/sign-in\/\w+/, known);
  return cookieOf(await post(path));
}

let number = 0;
/** Names that look like nobody's. */
function freshName(): string {
  number += 1;
  const letters = [...String(number * 7919)].map((figure) => "xkwhpfyntc"[Number(figure)] ?? "").join("a");
  return `${letters}${["fir", "elm", "ash"][number % 3]}`;
}

const fieldsOf = (changes: Record<string, string> = {}) => {
  const slug = freshName();
  return {
    ...{ name: `${slug} Primary School`, shortName: "", slug, zone: "Europe/London", colour: "#2b4c8c" },
    ...{ title: "Mrs", forename: "Ada", surname: "Hart", email: `ada@${slug}.example`, ...changes },
  };
};

async function createdBy(cookie: string, changes: Record<string, string> = {}) {
  const fields = fieldsOf(changes);
  const response = await post("/operator/new", fields, cookie);
  expect([response.status, response.headers.get("location")]).toEqual([
    303,
    `/operator/schools/${fields.slug}?done=create`,
  ]);
  const school = await db.select().from(schools).where(eq(schools.slug, fields.slug)).get();
  if (!school) throw new Error("no school");
  return { ...fields, school, origin: `http://${fields.slug}.localhost` };
}

test("an operator signs in by a mailed link and a press, once; looking at the link changes nothing", async () => {
  const asked = await post("/operator/sign-in", { email: " Operator@Parlour.example " });
  expect([asked.status, asked.headers.get("location")]).toEqual([303, "/operator/sign-in/sent"]);
  const path = await linkTo(OPERATOR, /http\S+\/operator\/sign-in\/\w+/);
  expect(mailTo(OPERATOR)[0]).toMatchObject({ Subject: "Sign in to Parlour as an operator" });
  expect(await (await get(path)).text()).toContain(`Sign in as ${OPERATOR}`);
  expect(await (await get(path)).text()).toContain(`Sign in as ${OPERATOR}`);
  const pressed = await post(path);
  expect([pressed.status, pressed.headers.get("location")]).toEqual([303, "/operator"]);
  const cookie = cookieOf(pressed);
  expect((await get("/operator", cookie)).status).toBe(200);
  expect((await get(path)).status).toBe(410);
  expect((await post(path)).status).toBe(410);
  // Whoever it signed in is not turned away by a second press.
  expect((await post(path, {}, cookie)).headers.get("location")).toBe("/operator");
  await post("/operator/sign-out", {}, cookie);
  expect((await get("/operator", cookie)).headers.get("location")).toBe("/operator/sign-in");
});

test("the answer never tells whether an address is an operator's, and nobody else is mailed", async () => {
  const [known, unknown] = [
    await post("/operator/sign-in", { email: OPERATOR }),
    await post("/operator/sign-in", { email: "somebody@parlour.example" }),
  ];
  const told = ({ status, headers }: Response) => [status, headers.get("location"), headers.get("set-cookie")];
  expect(told(unknown)).toEqual(told(known));
  await linkTo(OPERATOR, /http\S+/);
  expect(postmark.taken.map(({ To }) => To)).toEqual([OPERATOR]);
  expect((await post("/operator/sign-in", { email: "nonsense" })).status).toBe(422);
});

test("links are asked for five times in a quarter of an hour at most", async () => {
  const answers: number[] = [];
  for (let n = 0; n < 6; n += 1)
    answers.push((await post("/operator/sign-in", { email: "asks@parlour.example" })).status);
  expect(answers).toEqual([303, 303, 303, 303, 303, 429]);
});

test("a link lasts half an hour; a session an hour without a page, and eight hours in all", async () => {
  await post("/operator/sign-in", { email: OPERATOR });
  const late = await linkTo(OPERATOR, /http\S+\/operator\/sign-in\/\w+/);
  product.clock.now += 31 * 60_000;
  expect((await post(late)).status).toBe(410);
  const cookie = await signIn();
  const isIn = async () => (await get("/operator", cookie)).status === 200;
  for (let hour = 0; hour < 8; hour += 1) {
    product.clock.now += HOUR - 60_000;
    expect(await isIn()).toBe(true);
  }
  product.clock.now += 9 * 60_000;
  expect(await isIn()).toBe(false);
  const other = await signIn();
  product.clock.now += HOUR + 1;
  expect((await get("/operator", other)).status).toBe(303);
});

test("nobody but an operator of the configuration opens a page or does a thing", async () => {
  const cookie = await signIn();
  const { slug, school } = await createdBy(cookie);
  const admin = await db.select().from(people).where(eq(people.schoolId, school.id)).get();
  const one = `/operator/schools/${slug}`;
  const pages = ["/operator", "/operator/new", "/operator/audit", one, `${one}/end`, `${one}/let-in/${admin?.id}`];
  const presses = ["/operator/new", `${one}/suspend`, `${one}/end`, `${one}/export`, `${one}/let-in/${admin?.id}`];
  const settings = { ...readSettings(env), OPERATORS: ["other@parlour.example"] };
  const app = createApp(worldOf(db, { settings }));
  for (const [method, paths] of [
    ["GET", pages],
    ["POST", presses],
  ] as const)
    for (const path of paths) {
      const asNobody = method === "GET" ? await get(path) : await post(path);
      // Somebody who has left the configuration, with the session that they had.
      const request = new Request(`${APEX}${path}`, { method, headers: { cookie, origin: APEX }, redirect: "manual" });
      const asFormer = await app.fetch(request);
      expect([path, asNobody.headers.get("location")]).toEqual([path, "/operator/sign-in"]);
      expect([path, asFormer.headers.get("location")]).toEqual([path, "/operator/sign-in"]);
    }
  expect((await db.select().from(schools).where(eq(schools.slug, slug)).get())?.state).toBe("open");
  // A school's host has no such pages.
  expect((await get("/operator", cookie, `http://${slug}.localhost`)).status).toBe(404);
});

test("a school is made; its first admin's mailed link signs in, to the desk; both trails say so", async () => {
  const cookie = await signIn();
  const { slug, email, school, origin } = await createdBy(cookie);
  expect(school).toMatchObject({
    name: `${slug} Primary School`,
    shortName: slug,
    state: "open",
    zone: "Europe/London",
  });
  const path = await linkTo(email, /http\S+\/sign-in\/link\/\w+/);
  expect(mailTo(email)[0]?.Subject).toBe(`${slug} Primary School is on Parlour`);
  const admin = await db.select().from(people).where(eq(people.schoolId, school.id)).get();
  expect(admin).toMatchObject({ role: "admin", emailKey: email, sortKey: "hart ada", nameKey: "ada hart" });
  const pressed = await post(path, { person: admin?.id ?? "" }, "", origin);
  expect([pressed.status, pressed.headers.get("location")]).toEqual([303, "/admin"]);
  expect((await get("/admin", cookieOf(pressed), origin)).status).toBe(200);
  const acts = await db.select().from(operatorAudit).where(eq(operatorAudit.slug, slug));
  expect(acts.map(({ operator, action }) => [operator, action])).toEqual([[OPERATOR, "school.created"]]);
  const ours = and(eq(audit.schoolId, school.id), eq(audit.actor, "operator"));
  const trail = await db.select().from(audit).where(ours);
  expect(trail).toMatchObject([{ actor: "operator", action: "school.created", object: school.id }]);
  const page = await (await get("/operator/audit", cookie)).text();
  expect(page).toContain("Made the school");
  expect(page).toContain(slug);
});

test("what is wrong in the form is said at its box, what was typed stands there, and nothing is made", async () => {
  const cookie = await signIn();
  const { slug } = await createdBy(cookie);
  const count = () => db.$count(schools);
  const before = await count();
  for (const [changes, words] of [
    [{ slug: `${slug.slice(0, 3)}-${slug.slice(3)}` }, "looks too much like"],
    [{ slug }, "Another school has this subdomain"],
    [{ slug: "admin" }, "kept for Parlour’s own addresses"],
    [{ slug: "grün" }, "letters a to z without accents"],
    [{ email: "ada" }, "has an @ in it"],
    [{ zone: "Mars/Base" }, "time zone by its name"],
    [{ name: "" }, "Enter the school’s name"],
  ] as const) {
    const response = await post("/operator/new", fieldsOf({ surname: "O’Typed-Once", ...changes }), cookie);
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain(words);
    expect(page).toContain("O’Typed-Once");
  }
  expect(await count()).toBe(before);
});

test("of two schools of names that look alike, made at the same moment, one is", async () => {
  const cookie = await signIn();
  const slug = freshName();
  const answers = await Promise.all(
    [slug, `${slug.slice(0, 2)}-${slug.slice(2)}`].map((one) => post("/operator/new", fieldsOf({ slug: one }), cookie)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
});

test("an admin who lost the mailbox gets back in by another address, and the school is told", async () => {
  const cookie = await signIn();
  const { slug, email, school, origin } = await createdBy(cookie);
  const oldLink = await linkTo(email, /http\S+\/sign-in\/link\/\w+/);
  const admin = await db.select().from(people).where(eq(people.schoolId, school.id)).get();
  const colleague = (role: "office" | "teacher", address: string) => ({
    ...{
      schoolId: school.id,
      id: crypto.randomUUID(),
      role,
      externalId: address,
      title: "",
      forename: "Bo",
      surname: "Lin",
    },
    ...{ email: address, nameKey: "bo lin", emailKey: address },
  });
  await db.insert(people).values(colleague("teacher", `teacher@${slug}.example`));
  const page = `/operator/schools/${slug}/let-in/${admin?.id}`;
  expect((await get(page, cookie)).status).toBe(200);
  expect(await (await post(page, { email }, cookie)).text()).toContain("This is the address that they have");
  expect((await post(page, { email: "ada@" }, cookie)).status).toBe(422);
  const done = await post(page, { email: `new@${slug}.example` }, cookie);
  expect(done.headers.get("location")).toBe(`/operator/schools/${slug}?done=let-in`);
  const path = await linkTo(`new@${slug}.example`, /http\S+\/sign-in\/link\/\w+/);
  // Alone in the office: all of the staff hear of it.
  await vi.waitFor(() => expect(mailTo(`teacher@${slug}.example`)).toHaveLength(1), { timeout: 10_000 });
  expect(mailTo(`teacher@${slug}.example`)[0]?.TextBody).not.toContain("new@");
  expect([404, 410]).toContain((await post(oldLink, { person: admin?.id ?? "" }, "", origin)).status);
  const pressed = await post(path, { person: admin?.id ?? "" }, "", origin);
  expect(pressed.headers.get("location")).toBe("/admin");
  await db.insert(people).values(colleague("office", `office@${slug}.example`));
  await db
    .update(schools)
    .set({ replyTo: `reply@${slug}.example` })
    .where(eq(schools.id, school.id));
  await post(page, { email: `newer@${slug}.example` }, cookie);
  for (const told of [`office@${slug}.example`, `reply@${slug}.example`])
    await vi.waitFor(() => expect(mailTo(told)).toHaveLength(1), { timeout: 10_000 });
  await sendDueMail(product.deps);
  expect(mailTo(`teacher@${slug}.example`)).toHaveLength(1);
  const acts = await db
    .select()
    .from(operatorAudit)
    .where(and(eq(operatorAudit.slug, slug), eq(operatorAudit.action, "admin.let_in")));
  expect(acts).toHaveLength(2);
  const trail = await db
    .select()
    .from(audit)
    .where(and(eq(audit.schoolId, school.id), eq(audit.action, "admin.let_in")));
  expect(trail.map(({ object }) => object)).toEqual([admin?.id, admin?.id]);
});

test("tokens of links and sessions are stored as hashes, and a mail that could not be sent is logged without its address", async () => {
  const written = await db.$count(outbox);
  postmark.faults.push({ status: 500 });
  await post("/operator/sign-in", { email: OPERATOR });
  await vi.waitFor(() => expect(product.log.of("operator_link_not_sent")).toHaveLength(1), { timeout: 10_000 });
  expect(JSON.stringify(product.log.lines)).not.toContain(OPERATOR);
  const cookie = await signIn();
  const stored = JSON.stringify([await db.select().from(operatorLinks), await db.select().from(operatorSessions)]);
  expect(stored).not.toContain(cookie.split("=")[1]);
  // The outbox is a school's.
  expect(await db.$count(outbox)).toBe(written);
});

test("the command's API takes the token of the configuration, and nothing without one", async () => {
  const { OPERATOR_TOKEN, ...without } = readSettings(env);
  const ask = (app: { fetch(request: Request): Response | Promise<Response> }, token: string) =>
    app.fetch(new Request(`${APEX}/operator/api/schools`, { headers: { authorization: `Bearer ${token}` } }));
  expect((await ask(product.app, OPERATOR_TOKEN ?? "")).status).toBe(200);
  expect((await ask(product.app, `${OPERATOR_TOKEN}x`)).status).toBe(401);
  expect((await ask(createApp(worldOf(db, { settings: without })), "")).status).toBe(401);
  expect((await ask(createApp(worldOf(db, { settings: without })), "undefined")).status).toBe(401);
  expect((await get("/operator/api/schools", await signIn())).status).toBe(401);
});

test("the configuration's operators are addresses with commas between them", () => {
  const read = (OPERATORS: string) => readSettings({ ...env, OPERATORS }).OPERATORS;
  expect(read("")).toEqual([]);
  expect(read(" Ada@Parlour.example, bo@parlour.example,ada@parlour.example ")).toEqual([
    "ada@parlour.example",
    "bo@parlour.example",
  ]);
  expect(() => read("ada")).toThrow("OPERATORS: names something that is no address");
});
