import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { absenceSaid, absenceTakenBack } from "../../../worker/changes/absence-said.ts";
import { addressChanged } from "../../../worker/changes/address-changed.ts";
import { adminLetIn } from "../../../worker/changes/admin-let-in.ts";
import { appointmentBooked, offeredTimeTaken, proposalAccepted } from "../../../worker/changes/appointments-booked.ts";
import { appointmentGivenBack, appointmentsWithdrawn } from "../../../worker/changes/appointments-cancelled.ts";
import { appointmentMoved, teachersFollowed } from "../../../worker/changes/appointments-moved.ts";
import { bookableClassesLost } from "../../../worker/changes/bookable-classes-lost.ts";
import { breaksChanged } from "../../../worker/changes/breaks.ts";
import { calendarRenewed } from "../../../worker/changes/calendar-renewed.ts";
import { stepLeft, stepResumed } from "../../../worker/changes/checklist.ts";
import { coveredStudentsLost } from "../../../worker/changes/covered-students-lost.ts";
import { addressRefused, deliveryReported } from "../../../worker/changes/delivery-reported.ts";
import { draftDeleted, rehearsalTakenBack } from "../../../worker/changes/evening-deleted.ts";
import {
  bookingClosed,
  classesSet,
  eveningCreated,
  eveningPublished,
  eveningSaved,
} from "../../../worker/changes/evenings.ts";
import { appointmentCalledOff, appointmentHandedOver, appointmentKept } from "../../../worker/changes/flags-decided.ts";
import { timesOffered } from "../../../worker/changes/freed-times.ts";
import { guardiansBarred } from "../../../worker/changes/guardians-barred.ts";
import {
  guardianshipAdded,
  guardianshipChanged,
  guardianshipEnded,
  guestsForbidden,
} from "../../../worker/changes/guardianship-changed.ts";
import { holdsLapsed } from "../../../worker/changes/holds-lapsed.ts";
import {
  inviteLetThrough,
  inviteRefused,
  inviteRemoved,
  inviteResent,
  inviteSent,
} from "../../../worker/changes/invites.ts";
import { mailStopLifted } from "../../../worker/changes/mail-stop-lifted.ts";
import { mailingWritten } from "../../../worker/changes/mailing-written.ts";
import { messageWritten } from "../../../worker/changes/message-written.ts";
import {
  operatorLinkMade,
  operatorSessionEnded,
  operatorSessionSeen,
  operatorSessionStarted,
  operatorSignedIn,
} from "../../../worker/changes/operator-sessions.ts";
import { peopleBack, peopleEnded, studentsBack, studentsEnded } from "../../../worker/changes/people-ended.ts";
import { proposalCancelled, proposalFailed, proposalHeld } from "../../../worker/changes/proposals.ts";
import {
  addressCorrected,
  correctionsReleased,
  guardianshipReleased,
  nameCorrected,
  personAdded,
  studentAdded,
  studentClassesSet,
  studentCorrectionsReleased,
  studentNameCorrected,
} from "../../../worker/changes/records-corrected.ts";
import { recordsImported } from "../../../worker/changes/records-imported.ts";
import { remindersResumed, remindersStopped } from "../../../worker/changes/reminders-stopped.ts";
import { retentionRun } from "../../../worker/changes/retention-run.ts";
import { noticeDone, noticePutOff, roomsForgotten } from "../../../worker/changes/room-notices.ts";
import { colourChosen, logoRemoved, logoSaved, schoolDetailsSaved } from "../../../worker/changes/school-details.ts";
import { openIdRemoved, openIdSaved } from "../../../worker/changes/school-open-id.ts";
import { responsibilityChosen } from "../../../worker/changes/school-settings.ts";
import {
  schoolCreated,
  schoolDeleted,
  schoolEnded,
  schoolExported,
  schoolResumed,
  schoolSuspended,
} from "../../../worker/changes/schools.ts";
import { everySessionEnded, sessionEnded, sessionSeen, sessionStarted } from "../../../worker/changes/sessions.ts";
import {
  detailsMatched,
  officeCodeGiven,
  signInCodeResent,
  signInCodeSent,
  signInCodeTried,
  signInCodeUsed,
} from "../../../worker/changes/sign-in-codes.ts";
import { signInLinkMade, signInLinkSent, signInLinkUsed } from "../../../worker/changes/sign-in-links.ts";
import { staffAdded, staffMailed, staffRoleChanged } from "../../../worker/changes/staff.ts";
import { guestTakenOut, latenessMarked, noShowMarked, noteKept } from "../../../worker/changes/teaching.ts";
import { timeOffered, waitlistEntryDropped, waitlistJoined, waitlistLeft } from "../../../worker/changes/waitlist.ts";
import { openDatabase } from "../../../worker/db/client.ts";
import { schoolScope } from "../../../worker/db/scope.ts";
import type { Statement } from "../../../worker/db/statement.ts";
import type { EveningSettings } from "../../../worker/rules/evening-form.ts";
import type { Plan } from "../../../worker/rules/import/import-plan.ts";

const db = openDatabase(env.DB);
const scope = schoolScope(db, "school", 1, "somebody");
const of = { guardianId: "guardian", eveningId: "evening", appointmentId: "appointment" };
const wish = { scope, ...of, rows: sql`SELECT 'a' AS id` };
const grid = { id: "evening", startsAt: 0, endsAt: 600_000, slotSeconds: 300 };
const settings = { ...grid, together: true, ending: "on-time" } as unknown as EveningSettings;
const entry = {
  id: "entry",
  eveningId: "evening",
  guardianId: "guardian",
  studentId: "student",
  classId: "class",
  note: "",
};
const link = { id: "link", tokenHash: "hash", keyId: "k1", personIds: ["guardian"], returnTo: "", expiresAt: 2 };
const code = { id: "code", personId: "guardian", codeHash: "hash", browserHash: "browser", expiresAt: 2 };
const session = {
  ...{ personId: "guardian", tokenHash: "hash", expiresAt: 2, device: "", eveningId: null, replaces: null },
  ...({ by: "details", isNew: true } as const),
};
const by = { db, operator: "operator@parlour.example", now: 1 };
const someSchool = { id: "school", slug: "holmoak" };
const admin = { title: "", forename: "Ada", surname: "Hart", email: "ada@holmoak.example" };
const newSchool = {
  slug: "holmoak",
  name: "Holm Oak",
  shortName: "Holm Oak",
  zone: "Europe/London",
  colour: "#2b4c8c",
};
const madeSchool = { id: "school", school: newSchool, adminId: "admin", admin, link, known: [] };
const token = { tokenHash: "hash", expiresAt: 2 };
const notice = { schoolId: "school", appointmentId: "appointment", version: 1, dueAt: 1, attempts: 0 };
const break_ = { id: "break", teacherId: "teacher", kind: "break", startsAt: 0, endsAt: 300_000 } as const;
const breaks = { rows: [break_], old: sql`0`, teacherIds: ["teacher"], action: "break.added" } as const;
const row = { schoolId: "school", classId: "class" };
const one = <Row>(write: Row) => ({
  write: [write],
  remove: [write],
  counts: { create: 1, update: 0, same: 0, remove: 1 },
});
const plan = {
  ...{ students: one(row), guardians: one(row), staff: one(row), classes: one(row) },
  guardianships: one({ schoolId: "school", guardianId: "guardian", studentId: "student" }),
  class_teachers: one({ ...row, teacherId: "teacher", position: 0 }),
  enrolment: one({ ...row, studentId: "student" }),
} as unknown as Plan;
const invite = {
  ...{ id: "invite", eveningId: "evening", guardianId: "guardian", name: "", email: "", studentIds: ["student"] },
  ...{ keyId: "k1", consent: { words: "", version: 1 }, onBehalf: false },
};
const proposal = {
  ...{ id: "proposal", eveningId: "evening", guardianId: "guardian", plan: [], missed: [], expiresAt: 2 },
  choices: { from: 0, to: 1, wanted: [] },
};
const offered = { entry, teacherIds: ["teacher"], startsAt: 0, units: [0], until: 1, freed: [] };
const guardianship = { guardianId: "guardian", studentId: "student" };
const values = { relationship: "", priority: 1, parentalResponsibility: true, livesWith: true, courtOrder: false };
const named = { title: "", forename: "Ada", surname: "Lee" };
const pupil = { forename: "Ada", surname: "Lee", birthKey: "", yearGroup: "6", registrationGroup: "" };
const delivery = {
  id: "mail",
  schoolSlug: "school",
  delivery: "delivered",
  problem: null,
  at: 1,
  address: "",
} as const;

/** Every change of the record, made with some values: what each would write can be read off its statements. */
export const SAMPLE_CHANGES: Record<string, readonly Statement[]> = {
  appointmentBooked: appointmentBooked(wish, "appointment"),
  appointmentMoved: appointmentMoved(wish, "appointment"),
  appointmentGivenBack: appointmentGivenBack(scope, of),
  appointmentsWithdrawn: appointmentsWithdrawn(scope, sql`SELECT 'a'`),
  messageWritten: messageWritten(scope, of, "Hello"),
  proposalHeld: proposalHeld(scope, proposal),
  proposalCancelled: proposalCancelled(scope, proposal),
  proposalFailed: proposalFailed(scope, "proposal"),
  proposalAccepted: proposalAccepted(scope, proposal),
  waitlistJoined: waitlistJoined(scope, entry),
  waitlistLeft: waitlistLeft(scope, "entry"),
  waitlistEntryDropped: waitlistEntryDropped(scope, "entry"),
  timeOffered: timeOffered(scope, offered),
  offeredTimeTaken: offeredTimeTaken(wish, "entry"),
  timesOffered: timesOffered(db, []),
  holdsLapsed: holdsLapsed(db, 1),
  absenceSaid: absenceSaid(scope, of),
  absenceTakenBack: absenceTakenBack(scope, of),
  inviteSent: inviteSent(scope, invite),
  inviteResent: inviteResent(scope, "invite", "mail"),
  inviteLetThrough: inviteLetThrough(scope, { ...of, inviteId: "invite" }),
  inviteRefused: inviteRefused(scope, "invite"),
  inviteRemoved: inviteRemoved(scope, "invite", "removed"),
  eveningCreated: eveningCreated(scope, "evening", settings),
  eveningSaved: eveningSaved(scope, "evening", settings, "draft"),
  classesSet: classesSet(scope, "evening", []),
  breaksChanged: breaksChanged(scope, grid, breaks),
  eveningPublished: eveningPublished(scope, grid),
  bookingClosed: bookingClosed(scope, "evening"),
  draftDeleted: draftDeleted(scope, "evening"),
  rehearsalTakenBack: rehearsalTakenBack(scope, "evening"),
  recordsImported: recordsImported(scope, plan),
  responsibilityChosen: responsibilityChosen(scope, true),
  guardiansBarred: guardiansBarred(scope),
  coveredStudentsLost: coveredStudentsLost(scope),
  bookableClassesLost: bookableClassesLost(scope),
  teachersFollowed: teachersFollowed(scope),
  openIdSaved: openIdSaved(scope, { issuer: "", clientId: "", clientSecret: "", required: false }),
  openIdRemoved: openIdRemoved(scope),
  appointmentHandedOver: appointmentHandedOver(scope, "appointment", "teacher"),
  appointmentCalledOff: appointmentCalledOff(scope, "appointment"),
  appointmentKept: appointmentKept(scope, "appointment"),
  peopleEnded: peopleEnded(scope, sql`SELECT 'a'`),
  peopleBack: peopleBack(scope, sql`SELECT 'a'`),
  studentsEnded: studentsEnded(scope, sql`SELECT 'a'`),
  studentsBack: studentsBack(scope, sql`SELECT 'a'`),
  addressChanged: addressChanged(scope, "person", "new@mail.example"),
  guardianshipAdded: guardianshipAdded(scope, guardianship, values),
  guardianshipChanged: guardianshipChanged(scope, guardianship, values),
  guardianshipEnded: guardianshipEnded(scope, guardianship),
  guestsForbidden: guestsForbidden(scope, "student", true),
  staffAdded: staffAdded(scope, {
    ...{ id: "person", role: "office", title: "", forename: "", surname: "", email: "" },
  }),
  staffRoleChanged: staffRoleChanged(scope, "person", "office"),
  staffMailed: staffMailed(scope, "person"),
  stepLeft: stepLeft(scope, "details"),
  stepResumed: stepResumed(scope, "details"),
  schoolDetailsSaved: schoolDetailsSaved(scope, {
    ...{ name: "", shortName: "", zone: "", officePhone: "", replyTo: "", callNote: "", retentionDays: 1 },
    signInBy: "code",
  }),
  colourChosen: colourChosen(scope, "#2b4c8c"),
  logoSaved: logoSaved(scope, { type: "image/png", bytes: "" }),
  logoRemoved: logoRemoved(scope),
  noShowMarked: noShowMarked(scope, of, true),
  latenessMarked: latenessMarked(scope, of, 5),
  guestTakenOut: guestTakenOut(scope, of, "invite"),
  noteKept: noteKept(scope, { ...of, teacherId: "teacher" }, "Kind"),
  signInLinkSent: signInLinkSent(scope, link),
  signInLinkMade: signInLinkMade(scope, link),
  signInLinkUsed: signInLinkUsed(scope, "link", "person"),
  signInCodeSent: signInCodeSent(scope, code, link),
  signInCodeResent: signInCodeResent(scope, "link"),
  detailsMatched: detailsMatched(scope, code),
  officeCodeGiven: officeCodeGiven(scope, code),
  signInCodeTried: signInCodeTried(scope, { id: "code", tries: 0 }),
  signInCodeUsed: signInCodeUsed(scope, "code"),
  sessionStarted: sessionStarted(scope, session),
  sessionSeen: sessionSeen(scope, "hash"),
  everySessionEnded: everySessionEnded(scope, "person"),
  sessionEnded: sessionEnded(scope, "hash"),
  calendarRenewed: calendarRenewed(scope, "person"),
  remindersStopped: remindersStopped(scope, "person"),
  remindersResumed: remindersResumed(scope, "person"),
  mailingWritten: mailingWritten(scope, "evening", "day_before"),
  addressRefused: addressRefused(db, { schoolId: "school", id: "mail" }, 1),
  mailStopLifted: mailStopLifted(scope, "person"),
  nameCorrected: nameCorrected(scope, "person", named, ["surname"]),
  studentNameCorrected: studentNameCorrected(scope, "student", named, ["surname"]),
  addressCorrected: addressCorrected(scope, "person", "ada@mail.example"),
  correctionsReleased: correctionsReleased(scope, "person"),
  studentCorrectionsReleased: studentCorrectionsReleased(scope, "student"),
  guardianshipReleased: guardianshipReleased(scope, { guardianId: "guardian", studentId: "student" }),
  personAdded: personAdded(scope, { ...named, id: "person", role: "guardian", externalId: "1", email: "" }),
  studentAdded: studentAdded(scope, { ...pupil, id: "student", externalId: "1" }),
  studentClassesSet: studentClassesSet(scope, "student", ["class"]),
  deliveryReported: deliveryReported(db, delivery, 1),
  noticeDone: noticeDone(db, notice),
  noticePutOff: noticePutOff(db, notice, 1),
  roomsForgotten: roomsForgotten(db, []),
  retentionRun: retentionRun(db, 1),
  schoolCreated: schoolCreated(by, madeSchool),
  schoolSuspended: schoolSuspended(by, someSchool),
  schoolResumed: schoolResumed(by, someSchool),
  schoolEnded: schoolEnded(by, someSchool),
  schoolExported: schoolExported(by, someSchool),
  schoolDeleted: schoolDeleted(db, someSchool, 1),
  adminLetIn: adminLetIn(by, someSchool, { adminId: "admin", email: "new@holmoak.example", link }),
  operatorLinkMade: operatorLinkMade(by, token),
  operatorSignedIn: operatorSignedIn(by, "hash", token),
  operatorSessionStarted: operatorSessionStarted(by, token),
  operatorSessionSeen: operatorSessionSeen(by, "hash"),
  operatorSessionEnded: operatorSessionEnded(db, "hash"),
};
