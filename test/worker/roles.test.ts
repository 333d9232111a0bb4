import { expect, test } from "vitest";
import doc from "../../docs/roles.md?raw";
import { schoolApp } from "../../worker/app.tsx";
import type { Role } from "../../worker/db/records.ts";
import { people } from "../../worker/db/schema.ts";
import { cookieOf, smallSchool, testApp } from "../support/worker/small-school.ts";

const ROLES = ["guardian", "teacher", "office", "admin"] as const satisfies Role[];
type Row = { area: string; addresses: string[]; may: Record<Role, string> };
type Route = { method: string; path: string };

const rows = doc
  .split("\n")
  .filter((line) => line.includes("| `/"))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, area = "", addresses = "", ...may]): Row => {
    const [guardian = "", teacher = "", office = "", admin = ""] = may;
    return { area, addresses: addresses.replaceAll("`", "").split(", "), may: { guardian, teacher, office, admin } };
  });

const school = await smallSchool();
const { app, deps } = testApp(school.db);
/** Each once: a guard before a handler is listed like another handler. */
const routes: Route[] = [
  ...new Map(
    schoolApp(deps)
      .routes.filter(({ method }) => method !== "ALL")
      .map((route) => [`${route.method} ${route.path}`, route]),
  ).values(),
];

/** By how many letters an address fits a path; 0 where it doesn't. */
function fitOf(address: string, path: string): number {
  if (!address.endsWith("*")) return address === path ? address.length : 0;
  return path.startsWith(address.slice(0, -1)) ? address.length - 1 : 0;
}

function rowOf(path: string): Row | undefined {
  const fitting = rows.flatMap((row) => row.addresses.map((address) => ({ row, length: fitOf(address, path) })));
  const [best] = fitting.toSorted((a, b) => b.length - a.length);
  return best && best.length > 0 ? best.row : undefined;
}

const office = "office-of-the-roles";
await school.db.insert(people).values({
  ...{ schoolId: school.schoolId, id: office, externalId: office, role: "office", title: "", forename: "Olive" },
  ...{ surname: "Office", email: "olive@mail.example", nameKey: "olive office", emailKey: "olive@mail.example" },
});
const { david, anita } = school.ids;
const PEOPLE: Record<Role, string> = { guardian: david, teacher: anita, office, admin: school.ids.office };

type Heard = "may" | "refused" | `failed ${number}`;

/** A socket answers everybody else as if nothing were there; past its rule it finds that this test has no boards. */
async function socketTo(role: Role): Promise<Heard> {
  const headers = { cookie: await cookieOf(school, PEOPLE[role]), origin: school.origin, upgrade: "websocket" };
  const address = `${school.origin}/staff/board/${school.ids.evening}/socket`;
  return (await app.fetch(new Request(address, { headers }))).status === 404 ? "refused" : "may";
}

/** What a role hears of a route whose ids are nobody's. */
async function answerTo(role: Role, { method, path }: Route): Promise<Heard> {
  if (path === "/staff/board/:eveningId/socket") return socketTo(role);
  const address = path.replaceAll(/:\w+(\{[^}]*\})?/g, "x");
  // A session each: some routes end it.
  const cookie = await cookieOf(school, PEOPLE[role]);
  const type = "application/x-www-form-urlencoded";
  const headers = { cookie, origin: school.origin, ...(method === "POST" && { "content-type": type }) };
  const sent = new Request(`${school.origin}${address}`, { method, headers, redirect: "manual" });
  const answer = await app.fetch(sent);
  const title = answer.status === 403 ? await answer.text() : "";
  if (answer.status === 403 && /<h1>Only (an admin|the school’s office|a teacher) can open this/.test(title))
    return "refused";
  if (/^\/(staff\/)?sign-in(\?|$)/.test(answer.headers.get("location") ?? "")) return "refused";
  return answer.status >= 500 ? `failed ${answer.status}` : "may";
}

test("the table has a row for every route of the desk and of staff", () => {
  expect(rows.length).toBeGreaterThan(10);
  const theirs = routes.filter(({ path }) => /^\/(admin|staff)(\/|$)/.test(path));
  expect(theirs.length).toBeGreaterThan(30);
  expect(theirs.filter(({ path }) => !rowOf(path)).map(({ path }) => path)).toEqual([]);
  const addresses = rows.flatMap((row) => row.addresses);
  expect(addresses.filter((address) => !routes.some(({ path }) => fitOf(address, path) > 0))).toEqual([]);
  expect(rows.flatMap(({ may }) => Object.values(may)).filter((cell) => cell !== "yes" && cell !== "no")).toEqual([]);
});

test.each(rows.flatMap((row) => ROLES.map((role) => ({ role, area: row.area, cell: row.may[role], row }))))(
  "$role, $area: $cell",
  async ({ role, cell, row }) => {
    for (const route of routes.filter(({ path }) => rowOf(path) === row)) {
      const heard = await answerTo(role, route);
      expect([route.method, route.path, heard]).toEqual([route.method, route.path, cell === "yes" ? "may" : "refused"]);
    }
  },
);

test.each(ROLES)("the desk's navigation leads %s to what the table says and to nothing else", async (role) => {
  const cookie = await cookieOf(school, PEOPLE[role]);
  const get = (path: string) =>
    app.fetch(new Request(`${school.origin}${path}`, { headers: { cookie }, redirect: "manual" }));
  const shown = await (await get("/admin")).text();
  const nav = /<nav class="desk-nav"[\s\S]*?<\/nav>/.exec(shown)?.[0] ?? "";
  const links = [...nav.matchAll(/href="([^"]+)"/g)].map(([, path = ""]) => path);
  expect(links.length > 0).toBe(role === "office" || role === "admin");
  for (const path of links) expect([path, (await get(path)).status]).toEqual([path, 200]);
  const routesOfNav = routes.filter(
    ({ method, path }) => method === "GET" && /^\/admin(\/(people|invites|flags|import|staff|settings))?$/.test(path),
  );
  const open = routesOfNav.filter(({ path }) => rowOf(path)?.may[role] === "yes").map(({ path }) => path);
  expect(links.toSorted()).toEqual(open.toSorted());
});

test("whoever may not is told whose page it is, and where to sign in with another account", async () => {
  const words = async (role: Role, path: string, accept = "text/html") => {
    const headers = { cookie: await cookieOf(school, PEOPLE[role]), accept };
    const answer = await app.fetch(new Request(`${school.origin}${path}`, { headers, redirect: "manual" }));
    return { status: answer.status, text: await answer.text() };
  };
  expect(await words("office", "/admin/settings")).toMatchObject({ status: 403 });
  const shown = (await words("office", "/admin/settings")).text;
  expect(shown).toContain("Only an admin can open this");
  expect(shown).toContain('href="/staff/sign-in?next=%2Fadmin%2Fsettings"');
  expect((await words("teacher", "/admin")).text).toContain("Only the school’s office can open this");
  expect((await words("admin", "/staff/schedule")).text).toContain("Only a teacher can open this");
  const asked = await words("office", "/admin/settings", "application/json");
  expect([asked.status, JSON.parse(asked.text)]).toMatchObject([403, { error: "adminOnly" }]);
});
