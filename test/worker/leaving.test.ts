import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { addressChanged } from "../../worker/changes/address-changed.ts";
import { teachersFollowed } from "../../worker/changes/appointments-moved.ts";
import { guardianshipAdded, guardianshipChanged, guestsForbidden } from "../../worker/changes/guardianship-changed.ts";
import { peopleEnded } from "../../worker/changes/people-ended.ts";
import { whoMayBookChanged } from "../../worker/changes/school-settings.ts";
import { appointmentFlags, claims, classTeachers, inviteStudents, invites, outbox } from "../../worker/db/schema.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { bookedRows, bookingFaults, browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { fakePostmark } from "../support/worker/fake-postmark.ts";
import { carryOut, flagsOf, mailOf, officeScope } from "../support/worker/kept-out.ts";
import { booked, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

const one = (id: string) => sql`SELECT ${id}`;

async function withoutAnita() {
  const school = await smallSchool();
  const { ids } = school;
  const science = { classId: ids.science, teachers: [ids.anita] };
  const running = await booked(school, { guardian: ids.david, student: ids.sophie, slot: 0, ...science });
  const later = await booked(school, { guardian: ids.rachael, student: ids.ben, slot: 4, ...science });
  await carryOut(school, peopleEnded(officeScope(school), one(ids.anita)));
  const office = await browserOf(school, ids.office);
  return { school, ids, running, later, office, press: pressOf(school, office.cookie) };
}

function pressOf(school: SmallSchool, cookie: string) {
  const { app, told } = testApp(school.db);
  const press = async (path: string, body: Record<string, string> = {}) => {
    const headers = { cookie, origin: school.origin };
    const request = new Request(`${school.origin}${path}`, {
      method: "POST",
      headers,
      body: new URLSearchParams(body),
      redirect: "manual",
    });
    const answer = await app.fetch(request);
    return `${answer.status} ${answer.headers.get("location")}`;
  };
  return Object.assign(press, { told });
}

test("the office sees how many appointments are to be decided, and which: who has them, why, and which teachers are free then", async () => {
  const { office, later } = await withoutAnita();
  expect(await (await office.get("/admin")).text()).toMatch(/href="\/admin\/flags"[^>]*>2 appointments/);
  const page = await (await office.get("/admin/flags")).text();
  for (const said of [
    "Sophie Aaron",
    "Ben Abbot",
    "Mrs Anita Abell has left",
    "Mr John Atkinson",
    `/admin/flags/${later}/hand-over`,
  ])
    expect(page).toContain(said);
});

test("handed over: the new teacher has it, everybody's time, the room and the family's one mail that says so", async () => {
  const { school, ids, later, press } = await withoutAnita();
  expect(await press(`/admin/flags/${later}/hand-over`, { teacher: ids.john })).toBe(
    "303 /admin/flags?done=handed-over",
  );
  expect((await bookedRows(school)).find(({ id }) => id === later)?.teachers).toEqual([ids.john]);
  expect(await bookingFaults(school)).toEqual([]);
  expect(Object.keys(await flagsOf(school))).not.toContain(later);
  const confirmation = `booking_confirmation ${JSON.stringify({ guardianId: ids.rachael, eveningId: ids.evening })}`;
  expect((await mailOf(school)).filter((mail) => mail === confirmation)).toHaveLength(1);
  const told = press.told.find(({ roomId }) => roomId.endsWith(later));
  expect(told?.facts.people.map((person) => person.participantId)).toEqual([ids.john, ids.rachael]);
  expect(await (await (await browserOf(school, ids.john)).get("/staff/schedule")).text()).toContain("Ben Abbot");
});

test("the family's mail names the teacher who meets them now, and nobody mails whoever has left", async () => {
  const { school, ids, later, press } = await withoutAnita();
  await press(`/admin/flags/${later}/hand-over`, { teacher: ids.john });
  const postmark = fakePostmark();
  const { deps } = testApp(school.db, { postmark });
  await sendDueMail(deps);
  const theirs = postmark.taken.filter((mail) => mail.To === "rachael@mail.example");
  expect(theirs).toHaveLength(1);
  expect(theirs[0]?.TextBody).toContain("Mr John Atkinson");
  expect(postmark.taken.map((mail) => mail.To)).not.toContain("anita@mail.example");
});

test("a teacher who isn't free then, or has left, takes nothing over; what somebody decided meanwhile is not decided again", async () => {
  const { school, ids, running, later, press } = await withoutAnita();
  // A break of John's.
  const claim = { schoolId: school.schoolId, personId: ids.john, eveningId: ids.evening };
  await school.db.insert(claims).values({ ...claim, unitAt: school.startsAt + 4 * SLOT_MS });
  expect(await press(`/admin/flags/${later}/hand-over`, { teacher: ids.john })).toBe("303 /admin/flags?done=taken");
  expect(await press(`/admin/flags/${running}/hand-over`, { teacher: ids.anita })).toBe(
    "303 /admin/flags?done=unknown",
  );
  expect(await press(`/admin/flags/${running}/keep`)).toBe("303 /admin/flags?done=left");
  expect(await press(`/admin/flags/${running}/cancel`)).toBe("303 /admin/flags?done=cancelled");
  expect(await press(`/admin/flags/${running}/cancel`)).toBe("303 /admin/flags?done=not-flagged");
  expect((await bookedRows(school)).map(({ id }) => id)).not.toContain(running);
  expect(Object.keys(await flagsOf(school))).toEqual([later]);
});

test("a class's other teacher isn't free: the appointment is flagged, stays where its teacher sees it, and may be left there for good", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const id = await booked(school, {
    guardian: ids.david,
    student: ids.sophie,
    classId: ids.science,
    teachers: [ids.anita],
    slot: 4,
  });
  await booked(school, {
    guardian: ids.rachael,
    student: ids.ben,
    classId: ids.review,
    teachers: [ids.john],
    slot: 4,
    units: 6,
  });
  await db
    .update(classTeachers)
    .set({ teacherId: ids.john })
    .where(and(eq(classTeachers.schoolId, schoolId), eq(classTeachers.classId, ids.science)));
  const follow = () => carryOut(school, teachersFollowed(officeScope(school)));
  await follow();
  expect(await flagsOf(school)).toMatchObject({ [id]: "class_teachers_changed" });
  expect(await (await (await browserOf(school, ids.anita)).get("/staff/schedule")).text()).toContain("Sophie Aaron");
  const press = pressOf(school, (await browserOf(school, ids.office)).cookie);
  expect(await press(`/admin/flags/${id}/keep`)).toBe("303 /admin/flags?done=kept");
  await follow();
  expect(Object.keys(await flagsOf(school))).not.toContain(id);
});

test("a flagged appointment that the family moves or gives back is nobody's to decide any more", async () => {
  const { school, ids, later } = await withoutAnita();
  await school.db
    .insert(classTeachers)
    .values({ schoolId: school.schoolId, classId: ids.science, teacherId: ids.john, position: 0 });
  const rachael = await browserOf(school, ids.rachael);
  await rachael.press({ id: later, student: ids.ben, classId: ids.science, slot: 8, moves: true });
  expect((await bookedRows(school)).find(({ id }) => id === later)?.teachers).toEqual([ids.john]);
  expect(Object.keys(await flagsOf(school))).not.toContain(later);
});

const BARRED = {
  relationship: "Parent",
  priority: 2,
  parentalResponsibility: true,
  livesWith: false,
  courtOrder: true,
};

async function withHeld() {
  const school = await smallSchool();
  const { ids } = school;
  await booked(school, {
    guardian: ids.david,
    student: ids.sophie,
    classId: ids.science,
    teachers: [ids.anita],
    slot: 4,
  });
  await carryOut(
    school,
    guardianshipAdded(officeScope(school), { guardianId: ids.rachael, studentId: ids.sophie }, BARRED),
  );
  const david = await browserOf(school, ids.david);
  const invite = crypto.randomUUID();
  const form = {
    evening: ids.evening,
    invite,
    name: "R Abbot",
    email: "rachael@mail.example",
    consent: "yes",
    student: ids.sophie,
  };
  const sent = await pressOf(school, david.cookie)("/bookings/invites", form);
  const office = await browserOf(school, ids.office);
  return { school, ids, invite, form, sent, david, office, press: pressOf(school, office.cookie) };
}

test("an invite to somebody who is barred for the student waits for the school: the guardian reads that and no reason, the office why", async () => {
  const { school, ids, invite, sent, david, office } = await withHeld();
  expect(sent).toBe(`303 /bookings/invites?evening=${ids.evening}&held=${invite}`);
  const page = await (await david.get(`/bookings/invites?evening=${ids.evening}&held=${invite}`)).text();
  expect(page).toContain("The school has to look at this invitation first");
  expect(page).not.toMatch(/barred|court|may not|order/i);
  expect(page).not.toContain(`/bookings/invites/${invite}/resend`);
  expect(await (await office.get("/admin")).text()).toContain("1 invite</a> to look at");
  const desk = await (await office.get(`/admin/invites?evening=${ids.evening}`)).text();
  expect(desk).toContain("To look at first");
  expect(desk).toContain("The address is that of a guardian who may not take part in this student’s calls.");
  expect((await mailOf(school)).filter((mail) => mail.startsWith("invitation"))).toEqual([]);
});

test("let through: it is sent with all that follows, and stays sent when the records are looked at again", async () => {
  const { school, ids, invite, press } = await withHeld();
  const back = `/admin/invites?evening=${encodeURIComponent(ids.evening)}&done=`;
  expect(await press(`/admin/invites/${invite}/let-through`)).toBe(`303 ${back}let-through`);
  expect(await press(`/admin/invites/${invite}/let-through`)).toBe(`303 ${back}not-held`);
  expect((await mailOf(school)).filter((mail) => mail.startsWith("invitation"))).toEqual([
    `invitation {"inviteId":"${invite}"}`,
  ]);
  const covers = () => school.db.select().from(inviteStudents).where(eq(inviteStudents.inviteId, invite));
  expect(await covers()).toMatchObject([{ live: true }]);
  await carryOut(school, whoMayBookChanged(officeScope(school)));
  expect(await covers()).toMatchObject([{ live: true }]);
  // But for "no guests for this student", said afterwards, it ends.
  await carryOut(school, guestsForbidden(officeScope(school), ids.sophie, true));
  expect(await covers()).toMatchObject([{ live: false }]);
});

test("let through: a court order that the office has not seen then ends it, and who is held is decided about by what holds now", async () => {
  const { school, ids, invite, press } = await withHeld();
  const of = { guardianId: ids.rachael, studentId: ids.sophie };
  const withoutOrder = { ...BARRED, courtOrder: false, parentalResponsibility: false };
  await carryOut(school, guardianshipChanged(officeScope(school), of, withoutOrder));
  await press(`/admin/invites/${invite}/let-through`);
  const covers = () => school.db.select().from(inviteStudents).where(eq(inviteStudents.inviteId, invite));
  await carryOut(school, guardianshipChanged(officeScope(school), of, { ...withoutOrder, relationship: "Father" }));
  expect(await covers()).toMatchObject([{ live: true }]);
  await carryOut(school, guardianshipChanged(officeScope(school), of, BARRED));
  expect(await covers()).toMatchObject([{ live: false }]);
});

test("refused: nobody is mailed, and the guardian may invite somebody else for the student", async () => {
  const { school, invite, press, david, form } = await withHeld();
  const invite2 = pressOf(school, david.cookie);
  const other = { ...form, invite: crypto.randomUUID(), name: "Jane", email: "jane@mail.example" };
  expect(await invite2("/bookings/invites", other)).toBe("422 null");
  expect(await press(`/admin/invites/${invite}/refuse`)).toContain("done=refused");
  expect(await invite2("/bookings/invites", other)).toContain(`&sent=${other.invite}`);
  const kinds = (await mailOf(school)).filter((mail) => mail.startsWith("invitation"));
  expect(kinds).toEqual([`invitation {"inviteId":"${other.invite}"}`]);
});

test("a guardian takes a held invite back, and nobody is mailed that they were invited", async () => {
  const { school, invite, david } = await withHeld();
  expect(await pressOf(school, david.cookie)(`/bookings/invites/${invite}/remove`)).toContain("removed=");
  expect((await mailOf(school)).filter((mail) => mail.startsWith("invitation"))).toEqual([]);
});

test("a guardian who is barred meanwhile: their held invite goes, and nobody is mailed", async () => {
  const { school, ids, invite } = await withHeld();
  await carryOut(school, peopleEnded(officeScope(school), one(ids.david)));
  expect(await school.db.select().from(invites).where(eq(invites.id, invite))).toMatchObject([{ state: "removed" }]);
  expect((await mailOf(school)).filter((mail) => mail.startsWith("invitation"))).toEqual([]);
});

test("both mails of a changed address say so without a link, and the old address is in the outbox no more", async () => {
  const school = await smallSchool();
  await carryOut(school, addressChanged(officeScope(school), school.ids.david, "david@new.example"));
  const postmark = fakePostmark();
  await sendDueMail(testApp(school.db, { postmark }).deps);
  expect(postmark.taken.map((mail) => mail.To).sort()).toEqual(["david@mail.example", "david@new.example"]);
  for (const mail of postmark.taken)
    expect(`${mail.HtmlBody}${mail.TextBody}`).not.toMatch(/https?:\/\/[^"\s]*localhost/);
  const rows = await school.db.select().from(outbox).where(eq(outbox.schoolId, school.schoolId));
  expect(rows.map(({ state, subject }) => `${state} ${subject}`).sort()).toEqual([
    `sent {"formerOf":"${school.ids.david}"}`,
    `sent {"personId":"${school.ids.david}"}`,
  ]);
});

test("nobody who has left is mailed: neither their bookings, nor a reminder, nor their schedule", async () => {
  const { school, ids, later, press } = await withoutAnita();
  for (const [kind, subject] of [
    ["teacher_schedule", { teacherId: ids.anita, eveningId: ids.evening }],
    ["reminder", { guardianId: ids.rachael, eveningId: ids.evening }],
    ["booking_confirmation", { guardianId: ids.rachael, eveningId: ids.evening }],
  ] as const)
    await school.db.insert(outbox).values({
      ...{ schoolId: school.schoolId, id: crypto.randomUUID(), kind, subject: JSON.stringify(subject) },
      ...{ state: "waiting", dueAt: 0, createdAt: Date.now() },
    });
  await carryOut(school, peopleEnded(officeScope(school), one(ids.rachael)));
  await press(`/admin/flags/${later}/cancel`);
  const postmark = fakePostmark();
  await sendDueMail(testApp(school.db, { postmark }).deps);
  expect(postmark.taken.map((mail) => mail.To)).toEqual([]);
  expect(await school.db.select().from(appointmentFlags).where(eq(appointmentFlags.appointmentId, later))).toEqual([]);
});
