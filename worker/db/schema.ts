import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type {
  AppointmentId,
  BreakId,
  ClassId,
  EveningId,
  GuardianId,
  HoldId,
  InviteId,
  MailId,
  PersonId,
  ProposalId,
  SchoolId,
  SignInLinkId,
  StudentId,
  TeacherId,
  WaitlistEntryId,
} from "./ids.ts";

/**
 * D1 holds what must be true tomorrow. Every table is keyed by school first, so that a query can be bound to one school and a school
 * can move to another database. Times are epoch milliseconds (`…At`). The keys and UNIQUE indexes carry the rules: a race is
 * decided here and nowhere else.
 */

export const schools = sqliteTable("schools", {
  id: text().$type<SchoolId>().primaryKey(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  /** Short name for the footer: "Green Abbey". */
  shortName: text().notNull(),
  /** IANA zone. */
  zone: text().notNull(),
  /** The school's own colour as #rrggbb; `/theme.css` makes it readable. */
  colour: text().notNull(),
  officePhone: text().notNull().default(""),
  /** Days after an evening until guests' details, messages and join logs are deleted. */
  retentionDays: integer().notNull().default(30),
  /** Whether a guardian needs parental responsibility to book. */
  responsibilityNeeded: integer({ mode: "boolean" }).notNull().default(true),
  /** What everyone is shown before their first call of an evening, in the school's words; empty for Parlour's own. */
  callNote: text().notNull().default(""),
  /** Where replies to the school's mail go; empty for nowhere. */
  replyTo: text().notNull().default(""),
  /** `suspended`: nobody gets in, nothing is mailed, nothing is lost. `ended`: the same, and after its retention all of it is deleted. */
  state: text({ enum: ["open", "suspended", "ended"] })
    .notNull()
    .default("open"),
  /** When it became so; null for a school that was never anything but open. */
  stateAt: integer(),
  /** How guardians sign in: `code`: their details, then a code or a link by mail; `details`: their details alone. */
  signInBy: text({ enum: ["code", "details"] })
    .notNull()
    .default("code"),
  /** When an admin first saved the school's details: a step of its checklist. */
  detailsSavedAt: integer(),
  createdAt: integer().notNull(),
});

const school = () =>
  text()
    .$type<SchoolId>()
    .notNull()
    .references(() => schools.id);

/** A school's logo, apart from the row that every request reads. */
export const schoolLogos = sqliteTable("school_logos", {
  schoolId: school().primaryKey(),
  type: text({ enum: ["image/png", "image/jpeg", "image/webp"] }).notNull(),
  /** Base64. */
  bytes: text().notNull(),
  savedAt: integer().notNull(),
});

/** The school's own OpenID Connect provider, by which staff sign in. Without a row it is off. */
export const schoolOidc = sqliteTable("school_oidc", {
  schoolId: school().primaryKey(),
  issuer: text().notNull(),
  clientId: text().notNull(),
  /** Sealed under a key of the ring: see `rules/sealed.ts`. */
  clientSecret: text().notNull(),
  /** True: staff sign in by nothing else. */
  required: integer({ mode: "boolean" }).notNull().default(false),
  savedAt: integer().notNull(),
});

/**
 * Where a batch stops whose rules forbid it: a trigger aborts the insert of any row with the error `rule:{rule}`, so the table stays empty
 * (migrations/0011). See `db/guard.ts`.
 */
export const guard = sqliteTable("guard", { rule: text().notNull() });

/** Guardians, teachers and admins: one table, because a claim on time belongs to a person of either kind. */
export const people = sqliteTable(
  "people",
  {
    schoolId: school(),
    id: text().$type<PersonId>().notNull(),
    /** `admin` and `office` are the office's people: docs/roles.md says who may do what. */
    role: text({ enum: ["guardian", "teacher", "admin", "office"] }).notNull(),
    /** The id in the school's management system: what an import matches on. */
    externalId: text().notNull(),
    title: text().notNull(),
    forename: text().notNull(),
    surname: text().notNull(),
    /** As the school has it; empty where it has none. */
    email: text().notNull(),
    /** Folded for comparison (rules in rules/fold.ts). */
    nameKey: text().notNull(),
    emailKey: text().notNull(),
    /** Surname first, folded: how lists are in order. */
    sortKey: text().notNull().default(""),
    department: text().notNull().default(""),
    /** Raised to revoke the calendar address. */
    calendarVersion: integer().notNull().default(1),
    /** Mail to the address came back; null again when the address changes or the office lifts the stop. */
    bouncedAt: integer(),
    /** They have left: nothing lets them in, and nothing new is theirs. Null: they are here. */
    endedAt: integer(),
    /** JSON: the columns that the office corrected, which imports leave alone. */
    corrected: text().notNull().default("[]"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex("people_external").on(t.schoolId, t.role, t.externalId),
    index("people_email").on(t.schoolId, t.emailKey),
    index("people_name").on(t.schoolId, t.nameKey),
    index("people_sorted").on(t.schoolId, t.role, t.sortKey, t.id),
  ],
);

export const students = sqliteTable(
  "students",
  {
    schoolId: school(),
    id: text().$type<StudentId>().notNull(),
    externalId: text().notNull(),
    forename: text().notNull(),
    surname: text().notNull(),
    nameKey: text().notNull(),
    /** Surname first, folded: how lists are in order. */
    sortKey: text().notNull().default(""),
    /** HMAC of the date under a signing key: enough to compare at sign-in, not kept in the clear. */
    birthKey: text().notNull(),
    yearGroup: text().notNull(),
    registrationGroup: text().notNull(),
    /** False: nobody may be invited to this student's appointments. */
    guestsAllowed: integer({ mode: "boolean" }).notNull().default(true),
    /** They have left the school. */
    endedAt: integer(),
    /** JSON: the columns that the office corrected, which imports leave alone. */
    corrected: text().notNull().default("[]"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex("students_external").on(t.schoolId, t.externalId),
    index("students_name").on(t.schoolId, t.nameKey),
    index("students_sorted").on(t.schoolId, t.sortKey, t.id),
  ],
);

/** A court order, or a missing parental responsibility where the school asks for it, keeps the row out of every query (see `mayBook`). */
export const guardianships = sqliteTable(
  "guardianships",
  {
    schoolId: school(),
    guardianId: text().$type<GuardianId>().notNull(),
    studentId: text().$type<StudentId>().notNull(),
    relationship: text().notNull(),
    priority: integer().notNull(),
    parentalResponsibility: integer({ mode: "boolean" }).notNull(),
    livesWith: integer({ mode: "boolean" }).notNull(),
    courtOrder: integer({ mode: "boolean" }).notNull(),
    mayBook: integer({ mode: "boolean" }).notNull(),
    /** What the office made of the row, which imports leave alone: `ended` stands for a row that is not there. */
    byHand: text({ enum: ["added", "changed", "ended"] }),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.guardianId, t.studentId] }),
    index("guardianships_student").on(t.schoolId, t.studentId),
  ],
);

export const classes = sqliteTable(
  "classes",
  {
    schoolId: school(),
    id: text().$type<ClassId>().notNull(),
    externalId: text().notNull(),
    code: text().notNull(),
    name: text().notNull(),
    subject: text().notNull(),
    department: text().notNull(),
    yearGroup: text().notNull(),
    /** Folded, its figures so that 10b comes after 4A: how lists are in order. */
    sortKey: text().notNull().default(""),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex("classes_external").on(t.schoolId, t.externalId),
    index("classes_sorted").on(t.schoolId, t.sortKey, t.id),
  ],
);

export const classTeachers = sqliteTable(
  "class_teachers",
  {
    schoolId: school(),
    classId: text().$type<ClassId>().notNull(),
    teacherId: text().$type<TeacherId>().notNull(),
    /** The order in which joint teachers are named. */
    position: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.classId, t.teacherId] }),
    index("class_teachers_teacher").on(t.schoolId, t.teacherId, t.classId),
  ],
);

export const enrolments = sqliteTable(
  "enrolments",
  { schoolId: school(), classId: text().$type<ClassId>().notNull(), studentId: text().$type<StudentId>().notNull() },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.classId, t.studentId] }),
    // To the last column that a join asks for: SQLite, without statistics, else prefers to read the school's part of the key.
    index("enrolments_student").on(t.schoolId, t.studentId, t.classId),
  ],
);

export const evenings = sqliteTable(
  "evenings",
  {
    schoolId: school(),
    id: text().$type<EveningId>().notNull(),
    name: text().notNull(),
    message: text().notNull(),
    state: text({ enum: ["draft", "published", "closed"] }).notNull(),
    startsAt: integer().notNull(),
    endsAt: integer().notNull(),
    /** One unit of the evening's grid. */
    slotSeconds: integer().notNull(),
    bookingOpensAt: integer().notNull(),
    bookingClosesAt: integer().notNull(),
    ending: text({ enum: ["on-time", "until-next"] }).notNull(),
    createdAt: integer().notNull(),
    /** Taken off the end of every appointment's last unit: its people's time stays claimed, the call is over. */
    gapSeconds: integer().notNull().default(0),
    /** How long before its start a time can be booked, moved or given back. */
    leadMinutes: integer().notNull().default(0),
    /** The most appointments that a guardian may have for one student; null for as many as there are classes. */
    mostPerStudent: integer(),
    /** True: a student's guardians come together, one appointment per class between them. False: each may have their own. */
    together: integer({ mode: "boolean" }).notNull().default(false),
    /** Booking opens then for families with a child in one of `earlyYears`, a JSON array of year groups. Null: for nobody. */
    earlyOpensAt: integer(),
    earlyYears: text().notNull().default("[]"),
    waitingList: integer({ mode: "boolean" }).notNull().default(true),
    /** How long a freed time is held for the first on the waitlist. */
    offerMinutes: integer().notNull().default(120),
    /** To try everything before a real evening: it mails nobody. */
    rehearsal: integer({ mode: "boolean" }).notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] }), index("evenings_time").on(t.schoolId, t.startsAt)],
);

/** The classes that take part in an evening, and how many units their appointments are long. */
export const eveningClasses = sqliteTable(
  "evening_classes",
  {
    schoolId: school(),
    eveningId: text().$type<EveningId>().notNull(),
    classId: text().$type<ClassId>().notNull(),
    units: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.eveningId, t.classId] })],
);

export const appointments = sqliteTable(
  "appointments",
  {
    schoolId: school(),
    /** Made by the form, so that an uncertain write can be sent again safely. */
    id: text().$type<AppointmentId>().notNull(),
    eveningId: text().$type<EveningId>().notNull(),
    guardianId: text().$type<GuardianId>().notNull(),
    studentId: text().$type<StudentId>().notNull(),
    classId: text().$type<ClassId>().notNull(),
    startsAt: integer().notNull(),
    endsAt: integer().notNull(),
    state: text({ enum: ["booked", "cancelled"] }).notNull(),
    /** Rises in the same batch as any change of time, people or state: the version of the room's facts. */
    version: integer().notNull(),
    createdAt: integer().notNull(),
    /** The guardian's message to the teachers: at most 500 characters, forgotten with the guests' details. */
    note: text().notNull().default(""),
    /** The evening's rule when it was booked: makes `appointments_one_for_all` hold for it. */
    together: integer({ mode: "boolean" }).notNull().default(false),
    /** Its room was told, after the evening's retention, to forget what it still knew. */
    roomForgotten: integer({ mode: "boolean" }).notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex("appointments_one_per_class")
      .on(t.schoolId, t.eveningId, t.guardianId, t.studentId, t.classId)
      .where(sql`state = 'booked'`),
    uniqueIndex("appointments_one_for_all")
      .on(t.schoolId, t.eveningId, t.studentId, t.classId)
      .where(sql`state = 'booked' AND together = 1`),
    index("appointments_guardian").on(t.schoolId, t.guardianId, t.eveningId),
    index("appointments_evening").on(t.schoolId, t.eveningId, t.startsAt),
  ],
);

export const appointmentTeachers = sqliteTable(
  "appointment_teachers",
  {
    schoolId: school(),
    appointmentId: text().$type<AppointmentId>().notNull(),
    teacherId: text().$type<TeacherId>().notNull(),
    position: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.appointmentId, t.teacherId] }),
    index("appointment_teachers_teacher").on(t.schoolId, t.teacherId, t.appointmentId),
  ],
);

/** Who taught an appointment before it was moved to other teachers: their calendars show it as cancelled. */
export const formerTeachers = sqliteTable(
  "former_teachers",
  {
    schoolId: school(),
    teacherId: text().$type<TeacherId>().notNull(),
    appointmentId: text().$type<AppointmentId>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.teacherId, t.appointmentId] }),
    index("former_teachers_appointment").on(t.schoolId, t.appointmentId, t.teacherId),
  ],
);

/**
 * A booked appointment that the office has to decide about: one of its teachers has left, or its class has other teachers who aren't free.
 * Taken away when it is handed over, moved or cancelled.
 */
export const appointmentFlags = sqliteTable(
  "appointment_flags",
  {
    schoolId: school(),
    appointmentId: text().$type<AppointmentId>().notNull(),
    eveningId: text().$type<EveningId>().notNull(),
    because: text({ enum: ["teacher_ended", "class_teachers_changed", "student_ended", "guardian_ended"] }).notNull(),
    flaggedAt: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.appointmentId] }),
    index("appointment_flags_evening").on(t.schoolId, t.eveningId),
  ],
);

/**
 * A row per person, teachers and guardian alike, per unit of the grid: this key is what makes double-booking impossible. A booked
 * appointment's rows have its id; a hold's (a proposal, or an offer to a waitlist entry) have `proposalId` and lapse; a teacher's
 * break has neither.
 */
export const claims = sqliteTable(
  "claims",
  {
    schoolId: school(),
    personId: text().$type<PersonId>().notNull(),
    unitAt: integer().notNull(),
    eveningId: text().$type<EveningId>().notNull(),
    appointmentId: text().$type<AppointmentId>(),
    /** A proposal's id, or that of a waitlist entry that was offered the time. */
    proposalId: text().$type<HoldId>(),
    /** A hold's claim lapses then (a proposal's or an offer's); null for a booked appointment's or a break's. */
    heldUntil: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId, t.unitAt] }),
    index("claims_appointment").on(t.schoolId, t.appointmentId),
    index("claims_evening").on(t.schoolId, t.eveningId),
    index("claims_proposal").on(t.schoolId, t.proposalId).where(sql`proposal_id IS NOT NULL`),
    index("claims_held").on(t.heldUntil).where(sql`held_until IS NOT NULL`),
  ],
);

/** Times found for a guardian, and held for them until `expiresAt` by claims with this id. Lapses by time alone. */
export const proposals = sqliteTable(
  "proposals",
  {
    schoolId: school(),
    /** Made by the form, so that an uncertain write can be sent again safely. */
    id: text().$type<ProposalId>().notNull(),
    eveningId: text().$type<EveningId>().notNull(),
    guardianId: text().$type<GuardianId>().notNull(),
    /** One that is `held` past its time has lapsed, written down or not. */
    state: text({ enum: ["held", "accepted", "cancelled", "lapsed"] }).notNull(),
    /** Not written any more (0120): dropped in a later migration. */
    nonce: text(),
    /** JSON: what the guardian asked for; kept, so that one press asks again. */
    choices: text().notNull(),
    /** JSON: the appointments that Accept makes. */
    plan: text().notNull(),
    /** JSON: what could not be fitted, and why. */
    missed: text().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex("proposals_one_held").on(t.schoolId, t.eveningId, t.guardianId).where(sql`state = 'held'`),
    index("proposals_guardian").on(t.schoolId, t.guardianId, t.eveningId, t.createdAt),
    index("proposals_held").on(t.expiresAt).where(sql`state = 'held'`),
  ],
);

/** When a teacher doesn't meet anyone: a break, or what lies outside their own hours. Claimed from the evening's publishing on. */
export const teacherBreaks = sqliteTable(
  "teacher_breaks",
  {
    schoolId: school(),
    id: text().$type<BreakId>().notNull(),
    eveningId: text().$type<EveningId>().notNull(),
    teacherId: text().$type<TeacherId>().notNull(),
    kind: text({ enum: ["break", "before", "after"] }).notNull(),
    startsAt: integer().notNull(),
    endsAt: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("teacher_breaks_evening").on(t.schoolId, t.eveningId, t.teacherId),
    // One earliest and one latest time a teacher.
    uniqueIndex("teacher_breaks_hours").on(t.schoolId, t.eveningId, t.teacherId, t.kind).where(sql`kind <> 'break'`),
  ],
);

/** A guardian who has said that they can't attend an evening. */
export const absences = sqliteTable(
  "absences",
  {
    schoolId: school(),
    eveningId: text().$type<EveningId>().notNull(),
    guardianId: text().$type<GuardianId>().notNull(),
    saidAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.eveningId, t.guardianId] })],
);

/** A guardian's wait for a class whose teachers are full, and the time offered to them. */
export const waiting = sqliteTable(
  "waiting",
  {
    schoolId: school(),
    /** Also the `proposalId` of the claims that hold an offered time. */
    id: text().$type<WaitlistEntryId>().notNull(),
    eveningId: text().$type<EveningId>().notNull(),
    guardianId: text().$type<GuardianId>().notNull(),
    studentId: text().$type<StudentId>().notNull(),
    classId: text().$type<ClassId>().notNull(),
    note: text().notNull(),
    /** `missed`: an offer ran out, and the entry with it. */
    state: text({ enum: ["waiting", "offered", "taken", "missed", "left"] }).notNull(),
    joinedAt: integer().notNull(),
    /** When it was offered, the offered time, and how long that is held. */
    offeredAt: integer(),
    startsAt: integer(),
    heldUntil: integer(),
    /** Not written any more (0120): dropped in a later migration. */
    nonce: text(),
    appointmentId: text().$type<AppointmentId>(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex("waiting_once")
      .on(t.schoolId, t.eveningId, t.guardianId, t.studentId, t.classId)
      .where(sql`state IN ('waiting', 'offered')`),
    index("waiting_line").on(t.schoolId, t.eveningId, t.state, t.joinedAt),
    index("waiting_held").on(t.state, t.heldUntil),
  ],
);

/** A teacher's time has become free while somebody waits: written in the change's own batch, deleted when the waitlist has been asked. */
export const freedTimes = sqliteTable(
  "freed_times",
  {
    schoolId: school(),
    eveningId: text().$type<EveningId>().notNull(),
    teacherId: text().$type<TeacherId>().notNull(),
    freedAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.eveningId, t.teacherId] }), index("freed_times_at").on(t.freedAt)],
);

/** One guest's invite: covers all of the guardian's appointments for its students in the evening. */
export const invites = sqliteTable(
  "invites",
  {
    schoolId: school(),
    id: text().$type<InviteId>().notNull(),
    eveningId: text().$type<EveningId>().notNull(),
    guardianId: text().$type<GuardianId>().notNull(),
    name: text().notNull(),
    email: text().notNull(),
    /** Folded, for comparison with the records (rules/guest-bar.ts). */
    nameKey: text().notNull().default(""),
    emailKey: text().notNull().default(""),
    /** `held`: the school looks at it first; it lets nobody in and nothing is mailed. */
    state: text({ enum: ["sent", "removed", "held"] }).notNull(),
    /** Why the school looks at it: whom it invites, by address or by name, is kept from a student; or the student may have no guests. */
    heldBecause: text({ enum: ["barred_address", "barred_name", "no_guests"] }),
    /**
     * Why it was removed: by the guardian, because the guest said "This isn't me", because its students are no longer in the evening, because
     * who invited may not any more, or because the school said no.
     */
    removedBecause: text({ enum: ["removed", "not_me", "student_left", "guardian_barred", "school"] }),
    /** Part of the token's derivation: raised by Remove, which kills the link. */
    version: integer().notNull(),
    /** Which key of the ring the token is derived under. */
    keyId: text().notNull(),
    createdAt: integer().notNull(),
    removedAt: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("invites_guardian").on(t.schoolId, t.eveningId, t.guardianId),
  ],
);

export const inviteStudents = sqliteTable(
  "invite_students",
  {
    schoolId: school(),
    inviteId: text().$type<InviteId>().notNull(),
    eveningId: text().$type<EveningId>().notNull(),
    guardianId: text().$type<GuardianId>().notNull(),
    studentId: text().$type<StudentId>().notNull(),
    live: integer({ mode: "boolean" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.inviteId, t.studentId] }),
    uniqueIndex("invite_students_one_live").on(t.schoolId, t.eveningId, t.guardianId, t.studentId).where(sql`live = 1`),
  ],
);

/** Who agreed to what, when, in which words (UK GDPR art. 7(1)). */
export const consents = sqliteTable(
  "consents",
  {
    schoolId: school(),
    inviteId: text().$type<InviteId>().notNull(),
    guardianId: text().$type<GuardianId>().notNull(),
    eveningId: text().$type<EveningId>().notNull(),
    /** JSON array of student ids. */
    studentIds: text().notNull(),
    words: text().notNull(),
    wordsVersion: integer().notNull(),
    givenAt: integer().notNull(),
    withdrawnAt: integer(),
    /** The admin who wrote down what the guardian told the school; null where the guardian ticked the box. */
    recordedBy: text(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.inviteId] })],
);

/**
 * Mail committed with the change, sent later. `subject` holds ids only: no address, name or token is kept here, but for one: the address that
 * somebody no longer has, until it has been told (0130).
 */
export const outbox = sqliteTable(
  "outbox",
  {
    schoolId: school(),
    /** Also the Metadata id at Postmark, by which an ambiguous send is looked up. */
    id: text().$type<MailId>().notNull(),
    kind: text({
      enum: [
        "sign_in",
        "booking_confirmation",
        "invitation",
        "invitation_changed",
        "invitation_withdrawn",
        "reminder",
        "guest_reminder",
        "teacher_schedule",
        "schedule_changed",
        "waiting_list_offer",
        "address_changed",
        "new_device",
        "first_admin",
        "admin_let_in",
        "staff_account",
      ],
    }).notNull(),
    /** JSON, by kind: see changes/enqueue-mail.ts. */
    subject: text().notNull(),
    state: text({ enum: ["waiting", "sending", "sent", "failed"] }).notNull(),
    attempts: integer().notNull().default(0),
    /** When it may be tried (again); while `sending`, when the lease lapses. */
    dueAt: integer().notNull(),
    /** Whoever leased it last. */
    claim: text(),
    /** True after a time-out: Postmark may have it. */
    uncertain: integer({ mode: "boolean" }).notNull().default(false),
    /** A word for the failure, never the address. */
    problem: text(),
    /** What the last failed try was answered with, for whoever looks into it: "postmark 422 code 406", "unanswered"; never the address. */
    lastError: text(),
    createdAt: integer().notNull(),
    sentAt: integer(),
    /** Until it is first leased: what further changes join, so that several in a row are one mail. */
    coalesce: text(),
    /** JSON: the ids and times of the appointments that the mail lists, so that the next can say what has changed. */
    listed: text(),
    /** What Postmark's webhooks have told since, and when that was. */
    delivery: text({ enum: ["delivered", "bounced", "complained"] }),
    deliveryProblem: text(),
    deliveryAt: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("outbox_due").on(t.state, t.dueAt),
    // Manage Invites asks what became of an invitation.
    index("outbox_subject").on(t.schoolId, t.subject),
    uniqueIndex("outbox_coalesce").on(t.schoolId, t.coalesce),
  ],
);

/** A mail to everybody of an evening that has been written into the outbox: once, whoever looks. */
export const eveningMailings = sqliteTable(
  "evening_mailings",
  {
    schoolId: school(),
    eveningId: text().$type<EveningId>().notNull(),
    mailing: text({ enum: ["day_before", "on_the_day"] }).notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.eveningId, t.mailing] })],
);

/** Who wants no reminders: a person's id, or an invite's. */
export const mailStops = sqliteTable(
  "mail_stops",
  { schoolId: school(), readerId: text().notNull(), at: integer().notNull() },
  (t) => [primaryKey({ columns: [t.schoolId, t.readerId] })],
);

/** Single use, redeemed by a press. For a shared address, one of `personIds` is chosen at that press. */
export const signInLinks = sqliteTable(
  "sign_in_links",
  {
    schoolId: school(),
    id: text().$type<SignInLinkId>().notNull(),
    tokenHash: text().notNull(),
    keyId: text().notNull(),
    /** Whoever may sign in with it: JSON array of person ids. */
    personIds: text().notNull(),
    /** Where to go then: a path on this school. */
    returnTo: text().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
    usedAt: integer(),
    /** A booking mail's link opens this evening alone, as often as it is pressed, until it expires. Null: a link for everything, once. */
    eveningId: text().$type<EveningId>(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] }), uniqueIndex("sign_in_links_token").on(t.schoolId, t.tokenHash)],
);

/** Six figures that sign one person in: mailed beside a link after their details were right, or handed out by the office. */
export const signInCodes = sqliteTable(
  "sign_in_codes",
  {
    schoolId: school(),
    /** A mailed code has the id of the link beside it. */
    id: text().notNull(),
    personId: text().$type<PersonId>().notNull(),
    /** HMAC of the code under a signing key; empty where no code was mailed, and the row says only whose details the browser had. */
    codeHash: text().notNull(),
    /** SHA-256 of what the browser holds that asked for it: no other can use it. Null for a code of the office's. */
    browserHash: text(),
    /** The link of the same mail: using either spends both. */
    linkId: text().$type<SignInLinkId>(),
    tries: integer().notNull().default(0),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
    usedAt: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("sign_in_codes_person").on(t.schoolId, t.personId, t.expiresAt),
    index("sign_in_codes_expires").on(t.expiresAt),
  ],
);

export const sessions = sqliteTable(
  "sessions",
  {
    schoolId: school(),
    /** SHA-256 of the cookie's value. */
    tokenHash: text().notNull(),
    personId: text().$type<PersonId>().notNull(),
    createdAt: integer().notNull(),
    /** The absolute limit; the idle limit counts from `seenAt`. */
    expiresAt: integer().notNull(),
    /** When it was last used, to a few minutes. */
    seenAt: integer().notNull().default(0),
    /** In words for its owner's list: "Chrome on Android". */
    device: text().notNull().default(""),
    /** By a booking mail's link: this evening alone is open to it. Null: everything that is the person's. */
    eveningId: text().$type<EveningId>(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.tokenHash] }), index("sessions_person").on(t.schoolId, t.personId)],
);

/** What a teacher writes for themselves about an appointment: read by nobody else, forgotten with the evening's retention. */
export const teacherNotes = sqliteTable(
  "teacher_notes",
  {
    schoolId: school(),
    appointmentId: text().$type<AppointmentId>().notNull(),
    teacherId: text().$type<TeacherId>().notNull(),
    eveningId: text().$type<EveningId>().notNull(),
    text: text().notNull(),
    savedAt: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.appointmentId, t.teacherId] }),
    index("teacher_notes_evening").on(t.eveningId),
  ],
);

/** What its teachers say of an appointment on the night. */
export const appointmentMarks = sqliteTable(
  "appointment_marks",
  {
    schoolId: school(),
    appointmentId: text().$type<AppointmentId>().notNull(),
    eveningId: text().$type<EveningId>().notNull(),
    /** The family did not come: when a teacher said so. */
    absentAt: integer(),
    /** By how many minutes the teacher is late; 0 when not. */
    lateMinutes: integer().notNull().default(0),
    /** The invite whose guest was taken out of this one call. */
    guestOut: text(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.appointmentId] }), index("appointment_marks_evening").on(t.eveningId)],
);

/** A change that an open room has to hear of. Written in the change's own batch, deleted when the room has acknowledged. */
export const roomNotices = sqliteTable(
  "room_notices",
  {
    schoolId: school(),
    appointmentId: text().$type<AppointmentId>().notNull(),
    version: integer().notNull(),
    dueAt: integer().notNull(),
    attempts: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.appointmentId] }), index("room_notices_due").on(t.dueAt)],
);

/** Counters in fixed windows, against guessing; `key` is a hash, never an address. */
export const rateLimits = sqliteTable(
  "rate_limits",
  { key: text().notNull(), windowAt: integer().notNull(), count: integer().notNull() },
  (t) => [primaryKey({ columns: [t.key, t.windowAt] })],
);

/** Operators sign in at the platform's own address; who they are stands in the configuration. */
export const operatorLinks = sqliteTable(
  "operator_links",
  {
    tokenHash: text().notNull().primaryKey(),
    /** Folded, as in the configuration. */
    operator: text().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
    usedAt: integer(),
  },
  (t) => [index("operator_links_expires").on(t.expiresAt)],
);

export const operatorSessions = sqliteTable(
  "operator_sessions",
  {
    tokenHash: text().notNull().primaryKey(),
    operator: text().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
    seenAt: integer().notNull(),
  },
  (t) => [index("operator_sessions_expires").on(t.expiresAt)],
);

/** What operators did, and to which school; kept when the school has gone. */
export const operatorAudit = sqliteTable(
  "operator_audit",
  {
    id: text().notNull().primaryKey(),
    at: integer().notNull(),
    /** An operator's address, or "command" for the command line. */
    operator: text().notNull(),
    action: text().notNull(),
    /** The school's subdomain. */
    slug: text().notNull(),
  },
  (t) => [index("operator_audit_at").on(t.at)],
);

export const audit = sqliteTable(
  "audit",
  {
    schoolId: school(),
    id: text().notNull(),
    at: integer().notNull(),
    /** Who: a person's id, an invite's id, or "system". */
    actor: text().notNull(),
    action: text().notNull(),
    /** What it was done to: an id. */
    object: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("audit_time").on(t.schoolId, t.at),
    index("audit_object").on(t.schoolId, t.object, t.at),
  ],
);
