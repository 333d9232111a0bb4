import { expect, test } from "vitest";
import { wordsIn } from "../../web/words/catalogue.ts";
import { ENGLISH, type Locale, PSEUDO } from "../../web/words/locales.ts";
import { bookingEmail } from "../../worker/mail/booking-email.tsx";
import {
  guestReminderEmail,
  invitationChangedEmail,
  invitationWithdrawnEmail,
} from "../../worker/mail/guest-emails.tsx";
import { invitationEmail } from "../../worker/mail/invitation-email.tsx";
import { newDeviceEmail } from "../../worker/mail/new-device-email.tsx";
import { scheduleEmail } from "../../worker/mail/schedule-email.tsx";
import { signInEmail } from "../../worker/mail/sign-in-email.tsx";
import { waitlistOfferEmail } from "../../worker/mail/waitlist-offer-email.tsx";

const startsAt = Date.UTC(2026, 11, 21, 16);
const endsAt = startsAt + 300_000;
const frame = { schoolName: "ZZ", zone: "Europe/London", evening: { name: "ZZ", startsAt }, officePhone: "01632" };
const row = { startsAt, endsAt, teachers: ["ZZ"], student: "ZZ", subject: "ZZ", department: "ZZ" };
const later = { ...row, startsAt: startsAt + 900_000, endsAt: endsAt + 900_000 };
const rows = [row, later].map((one) => ({ ...one, guardian: "ZZ", with: ["ZZ"] }));
const appointment = {
  teachers: [{ title: "", forename: "ZZ", surname: "ZZ" }],
  student: { forename: "ZZ", surname: "ZZ" },
};
const differences = [
  { kind: "new", startsAt, from: null, appointment },
  { kind: "moved", startsAt, from: endsAt, appointment },
  { kind: "people", startsAt, from: null, appointment },
  { kind: "gone", startsAt, from: startsAt, appointment },
  { kind: "gone", startsAt, from: startsAt, appointment: null },
] as unknown as Parameters<typeof bookingEmail>[0]["differences"];
const urls = {
  signInUrl: "s:0",
  checkUrl: "s:1",
  scheduleUrl: "s:2",
  joinUrl: "s:3",
  notMeUrl: "s:4",
  stopUrl: "s:5",
  url: "s:6",
};
const guest = { ...frame, ...urls, retentionDays: 30, eveningName: "ZZ", invitedBy: "ZZ" };

const letters = (locale: Locale) => {
  const t = wordsIn(locale);
  const some = differences ?? [];
  return [
    ...[null, differences].flatMap((news) => [
      bookingEmail({ ...frame, ...urls, rows, differences: news, reminder: null }, t),
      bookingEmail({ ...frame, ...urls, rows: [], differences: news, reminder: null }, t),
      scheduleEmail({ ...frame, ...urls, rows, differences: news }, t),
      scheduleEmail({ ...frame, ...urls, rows: [], differences: news }, t),
    ]),
    ...(["Today", "Tomorrow"] as const).flatMap((day) => [
      bookingEmail({ ...frame, ...urls, rows, differences: null, reminder: { day, stopUrl: urls.stopUrl } }, t),
      guestReminderEmail({ ...guest, rows, day }, t),
    ]),
    ...[rows, []].flatMap((list) => [
      invitationEmail({ ...guest, rows: list }, t),
      invitationChangedEmail({ ...guest, rows: list, differences: some }, t),
    ]),
    ...(["removed", "student_left"] as const).map((because) => invitationWithdrawnEmail({ ...guest, because }, t)),
    signInEmail({ ...frame, ...urls, minutes: 30, code: null }, t),
    signInEmail({ ...frame, ...urls, minutes: 30, code: { figures: "123 456", minutes: 10 } }, t),
    ...["ZZ", ""].map((device) => newDeviceEmail({ ...frame, at: startsAt, device, sessionsUrl: "s:7" }, t)),
    waitlistOfferEmail(
      { ...frame, ...urls, startsAt, until: endsAt, teachers: ["ZZ"], student: "ZZ", subject: "ZZ" },
      t,
    ),
  ];
};

test("in every letter, its subject, its HTML and its text, every word is the catalogue's", () => {
  const [longer] = PSEUDO;
  if (!longer) throw new Error("no pseudo-locale");
  const DATA = /\b(ZZ|s:\d|and|Monday|December|21st)\b/g;
  for (const { subject, html, text } of letters(longer)) {
    const shown = html
      .replaceAll(/<style>.*?<\/style>/gs, " ")
      .replaceAll(/<[^>]*>/g, " ")
      .replaceAll(/&[a-z]+;/g, " ");
    const words = [subject, shown, text].join("\n").replaceAll(DATA, " ");
    expect(words.match(/(?<![\p{L}\p{M}’])[A-Za-z]{2,}(?![\p{L}\p{M}])/gu) ?? []).toEqual([]);
  }
});

test("a letter from right to left says so, where mail programs look", () => {
  const mirrored = PSEUDO.find(({ dir }) => dir === "rtl");
  if (!mirrored) throw new Error("no mirrored pseudo-locale");
  for (const { html } of letters(mirrored)) expect(html.match(/dir="rtl"/g)).toHaveLength(2);
});

test("a letter's text has its school, its heading and every address that its HTML leads to, and ends its last line", () => {
  const words = letters(ENGLISH);
  expect(words.some(({ html }) => html.includes("s:5"))).toBe(true);
  for (const { subject, html, text } of words) {
    const [, heading = ""] = /<h1[^>]*>([^<]*)</.exec(html) ?? [];
    expect([subject, text.toLowerCase().startsWith(`zz\n\n${heading.toLowerCase()}\n`)]).toEqual([subject, true]);
    for (const [, address] of html.matchAll(/href="([^"]+)"/g))
      expect([subject, text.includes(`\n${address}\n`)]).toEqual([subject, true]);
    expect(text).toMatch(/[^\n]\n$/);
  }
});
