import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { enqueueMail } from "../../worker/changes/enqueue-mail.ts";
import { commit } from "../../worker/db/guard.ts";
import { audit, schoolLogos, schools } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { contrastRatio } from "../../worker/features/schools/theme.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { browserOf } from "../support/worker/booking.ts";
import { fakePostmark } from "../support/worker/fake-postmark.ts";
import { booked, cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

async function deskOf(school: SmallSchool, personId = school.ids.office) {
  const { app } = testApp(school.db);
  const cookie = await cookieOf(school, personId);
  const get = (path: string, headers = {}) =>
    app.fetch(new Request(`${school.origin}${path}`, { headers: { cookie, ...headers } }));
  const post = (path: string, form: Record<string, string> | FormData) =>
    app.fetch(
      new Request(`${school.origin}${path}`, {
        ...{ method: "POST", headers: { cookie, origin: school.origin }, redirect: "manual" },
        body: form instanceof FormData ? form : new URLSearchParams(form),
      }),
    );
  return { get, post };
}

const DETAILS = {
  ...{ name: "Holm Oak School", shortName: "Holm Oak", zone: "Europe/Paris", officePhone: "+44 1632 960111 ext 4" },
  ...{ replyTo: "office@holmoak.example", callNote: "Please be kind.\nNobody records.", retentionDays: "14" },
  signInBy: "details",
};

const rowOf = async ({ db, schoolId }: SmallSchool) =>
  (await db.select().from(schools).where(eq(schools.id, schoolId)))[0];
const actionsOf = async ({ db, schoolId }: SmallSchool) =>
  (await db.select().from(audit).where(eq(audit.schoolId, schoolId))).map(({ action }) => action).sort();

test("the details are saved, shown again, and each that changed is on the trail once; another school keeps its own", async () => {
  const [school, other] = [await smallSchool(), await smallSchool()];
  const before = await rowOf(other);
  const { get, post } = await deskOf(school);
  for (const _ of [1, 2]) {
    const saved = await post("/admin/settings", { ...DETAILS, callNote: "  Please be kind.\r\nNobody records. " });
    expect([saved.status, saved.headers.get("location")]).toEqual([303, "/admin/settings?saved=1"]);
  }
  expect(await rowOf(school)).toMatchObject({ ...DETAILS, retentionDays: 14, detailsSavedAt: expect.any(Number) });
  const fields = [
    "name",
    "short_name",
    "zone",
    "office_phone",
    "reply_to",
    "call_note",
    "retention_days",
    "sign_in_by",
  ];
  expect(await actionsOf(school)).toEqual(fields.map((field) => `school.${field}`).sort());
  const shown = await (await get("/admin/settings?saved=1")).text();
  expect(shown).toMatch(/value="Europe\/Paris" selected|selected[^>]*value="Europe\/Paris"/);
  expect(shown).toMatch(/value="details" checked|checked[^>]*value="details"/);
  expect(shown).toContain('value="office@holmoak.example"');
  expect(shown).toContain("Saved.");
  expect(await rowOf(other)).toEqual(before);
});

test.each([
  ["name", "", "Give the school’s name"],
  ["name", "x".repeat(101), "Use 100 characters at most"],
  ["shortName", "", "Give a short name"],
  ["zone", "Europe/Atlantis", "Choose a zone"],
  ["officePhone", "ask me", "Give a phone number"],
  ["replyTo", "office", "Give one e-mail address"],
  ["replyTo", "a@b.example, c@d.example", "Give one e-mail address"],
  ["callNote", "y".repeat(601), "this one has 601"],
  ["callNote", "z".repeat(20_000), "this one has 20000"],
  ["retentionDays", "0", "from 1 to 365"],
  ["retentionDays", "366", "from 1 to 365"],
  ["retentionDays", "two", "from 1 to 365"],
  ["signInBy", "nothing", "Choose one of the two"],
])(
  "a wrong %s (%#) is told beside its box, nothing is saved, and all that was typed stays",
  async (field, typed, words) => {
    const school = await smallSchool();
    const before = await rowOf(school);
    const { post } = await deskOf(school);
    const refused = await post("/admin/settings", { ...DETAILS, [field]: typed });
    expect(refused.status).toBe(422);
    const shown = await refused.text();
    expect(shown).toContain(words);
    expect(shown).toContain(`href="#${field}"`);
    for (const [name, text] of Object.entries(DETAILS))
      if (name !== field && !["zone", "signInBy"].includes(name)) expect(shown).toContain(text);
    if (!["zone", "signInBy"].includes(field)) expect(shown).toContain(typed);
    expect(await rowOf(school)).toEqual(before);
    expect(await actionsOf(school)).toEqual([]);
  },
);

test("the note before a call is shown to everyone who may join", async () => {
  const school = await smallSchool();
  const { david, sophie, science, anita } = school.ids;
  await booked(school, { guardian: david, student: sophie, classId: science, teachers: [anita], slot: 4 });
  const { get, post } = await deskOf(school);
  expect(await (await get("/admin/settings")).text()).toContain("This call is not recorded");
  await post("/admin/settings", DETAILS);
  for (const [person, path] of [
    [david, "/video"],
    [anita, "/staff/video"],
  ] as const)
    expect(await (await (await browserOf(school, person)).get(path)).text()).toContain(DETAILS.callNote);
});

test("replies to the school's mail go where it says, and nowhere without", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  await booked(school, {
    guardian: ids.david,
    student: ids.sophie,
    classId: ids.science,
    teachers: [ids.anita],
    slot: 4,
  });
  const postmark = fakePostmark();
  const { deps, clock } = testApp(db, { postmark });
  const mail = async () => {
    const scope = schoolScope(db, schoolId, deps.clock.now());
    await commit(db, [
      enqueueMail(scope, { kind: "booking_confirmation", guardianId: ids.david, eveningId: ids.evening }),
    ]);
    // The second of two mails in a row waits a little.
    clock.now += 60_000;
    await sendDueMail(deps);
    const theirs = postmark.taken.filter(({ Metadata }) => Metadata.school === school.slug);
    return theirs.map(({ ReplyTo }) => ReplyTo);
  };
  expect(await mail()).toEqual([undefined]);
  await (await deskOf(school)).post("/admin/settings", DETAILS);
  const moved = await booked(school, {
    guardian: ids.david,
    student: ids.ben,
    classId: ids.science,
    teachers: [ids.anita],
    slot: 6,
  });
  expect(moved).not.toBe("");
  expect((await mail()).at(-1)).toBe("office@holmoak.example");
});

test("a colour is looked at before it is saved, and what is done to it is said", async () => {
  const school = await smallSchool();
  const { get, post } = await deskOf(school);
  const tried = await post("/admin/settings/colour", { colour: "FFD400", press: "try" });
  expect(tried.status).toBe(200);
  const shown = await tried.text();
  expect(shown).toContain("It is not saved yet");
  expect(shown).toContain("We keep the hue of #ffd400");
  expect(await rowOf(school)).toMatchObject({ colour: "#2b4c8c" });
  const accent = /On light screens: <strong>(#[0-9a-f]{6})/.exec(shown)?.[1] ?? "";
  expect(contrastRatio(accent, "#ffffff")).toBeGreaterThan(4.5);
  for (const _ of [1, 2]) expect((await post("/admin/settings/colour", { colour: "#FD0" })).status).toBe(303);
  expect(await rowOf(school)).toMatchObject({ colour: "#ffdd00" });
  expect(await actionsOf(school)).toEqual(["school.colour"]);
  expect(await (await get("/admin/settings/colour?saved=1")).text()).toContain("How it looks");
  const refused = await post("/admin/settings/colour", { colour: "school blue" });
  expect(refused.status).toBe(422);
  const words = await refused.text();
  expect(words).toContain("six figures or letters");
  expect(words).toContain('value="school blue"');
});

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3];
const JPEG = [0xff, 0xd8, 0xff, 0xe0, 9];
const WEBP = [0x52, 0x49, 0x46, 0x46, 1, 0, 0, 0, 0x57, 0x45, 0x42, 0x50, 7];
const upload = (bytes: number[], name = "logo.png", type = "image/png") => {
  const form = new FormData();
  form.set("logo", new File([new Uint8Array(bytes)], name, { type }));
  return form;
};

test.each([
  ["image/png", PNG],
  ["image/jpeg", JPEG],
  ["image/webp", WEBP],
])(
  "a logo is what its first bytes say (%s), and stands beside the school's name until it is taken away",
  async (type, bytes) => {
    const school = await smallSchool();
    const { get, post } = await deskOf(school);
    expect((await get("/logo")).status).toBe(404);
    expect((await post("/admin/settings/logo", upload(bytes, "logo.gif", "text/html"))).status).toBe(303);
    const address = /<a class="school" href="\/"><img src="(\/logo\?v=\d+)" alt/.exec(
      await (await get("/")).text(),
    )?.[1];
    const logo = await get(address ?? "");
    expect([logo.status, logo.headers.get("content-type")]).toEqual([200, type]);
    expect([logo.headers.get("cache-control"), logo.headers.get("x-content-type-options")]).toEqual([
      "public, max-age=31536000, immutable",
      "nosniff",
    ]);
    expect([...new Uint8Array(await logo.arrayBuffer())]).toEqual(bytes);
    expect((await get("/logo?v=1")).headers.get("cache-control")).toBe("no-cache");
    for (const _ of [1, 2]) expect((await post("/admin/settings/logo/remove", {})).status).toBe(303);
    expect((await get("/logo")).status).toBe(404);
    expect(await (await get("/")).text()).not.toContain("/logo");
    expect(await actionsOf(school)).toEqual(["school.logo", "school.logo_removed"]);
  },
);

test("a file that is no picture of ours, too large or missing is refused with words, and the logo stays", async () => {
  const school = await smallSchool();
  const { post } = await deskOf(school);
  await post("/admin/settings/logo", upload([...PNG, ...Array<number>(199_980).fill(5)]));
  const svg = [...new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>")];
  for (const [form, words] of [
    [upload(svg), "no PNG, JPEG or WebP picture"],
    [upload([0x52, 0x49, 0x46, 0x46, 1, 0, 0, 0, 0x57, 0x41, 0x56, 0x45]), "no PNG, JPEG or WebP picture"],
    [upload([...PNG, ...Array<number>(200_000).fill(5)]), "This file has 201 kB"],
    [upload([...PNG, ...Array<number>(3_000_000).fill(5)]), "This file has 3001 kB"],
    [upload([]), "Choose a file first"],
    [new FormData(), "Choose a file first"],
  ] as const) {
    const refused = await post("/admin/settings/logo", form);
    expect([words, refused.status]).toEqual([words, 422]);
    expect(await refused.text()).toContain(words);
  }
  const rows = await school.db
    .select()
    .from(schoolLogos)
    .where(and(eq(schoolLogos.schoolId, school.schoolId)));
  expect(rows.map(({ bytes }) => atob(bytes).length)).toEqual([199_991]);
});

test("two schools' logos are their own", async () => {
  const [one, other] = [await smallSchool(), await smallSchool()];
  await (await deskOf(one)).post("/admin/settings/logo", upload(PNG));
  expect((await (await deskOf(other)).get("/logo")).status).toBe(404);
  await (await deskOf(other)).post("/admin/settings/logo/remove", {});
  expect((await (await deskOf(one)).get("/logo")).status).toBe(200);
});
