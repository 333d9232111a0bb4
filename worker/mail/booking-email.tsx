import type { Words } from "../../web/words/words.ts";
import { whatHasChanged } from "./differences.tsx";
import { type ListRow, Section, SmallPrint, TextLink } from "./email-components.tsx";
import type { Difference } from "./last-list.ts";
import { button, head, letter, linkText, list, type Part, part, plate } from "./letter.tsx";

export type BookingProps = {
  schoolName: string;
  officePhone: string;
  zone: string;
  evening: { name: string; startsAt: number };
  signInUrl: string;
  checkUrl: string;
  /** By time. */
  rows: { startsAt: number; endsAt: number; teachers: string[]; student: string; subject: string }[];
  /** Since the guardian's last mail; null in the first. */
  differences: readonly Difference[] | null;
  /** Where the email reminds of what is booked; null where it tells of a booking. */
  reminder: { day: "Today" | "Tomorrow"; stopUrl: string } | null;
};

/** What a guardian has booked, with a link that signs them in after a click. */
export function bookingEmail(props: BookingProps, t: Words) {
  const { schoolName, evening, zone, differences, rows, signInUrl, reminder } = props;
  const [sum, date] = [summary(props, t), dayLine(props, t)];
  const bookings = t("mailBookings.myBookings.button");
  const parts = [
    head({ heading: evening.name, under: sum, paragraphs: [date] }, [evening.name, sum, date].join("\n")),
    ...whatHasChanged(differences, zone, rows.length > 0 ? t("mailBookings.now.text") : null, t),
    ...(rows.length > 0 ? [appointments(props, t)] : []),
    button(bookings, signInUrl, `${linkText(bookings, signInUrl)}\n${t("mailBookings.signInLink.text")}`),
    plate(t("mailBookings.signInButton.text")),
    reminder ? reminderFoot(props, reminder.stopUrl, t) : foot(props, t),
  ];
  const preview = t("mail.summary.day.text", { summary: sum, day: day(props, t) });
  return letter({ schoolName, subject: subjectOf(props, t), title: evening.name, preview, parts }, t);
}

function subjectOf({ differences, reminder, rows, evening: { name: evening } }: BookingProps, t: Words): string {
  if (reminder) return t("mailBookings.reminder.subject", { day: reminder.day, evening });
  if (!differences) return t("mailBookings.first.subject", { evening });
  return t(rows.length > 0 ? "mailBookings.changed.subject" : "mailBookings.cancelled.subject", { evening });
}

function appointments(props: BookingProps, t: Words): Part {
  const columns = [t("mail.time.column"), t("mail.teacher.column"), t("mail.student.column"), t("mail.subject.column")];
  const rows = rowsOf(props, t);
  return list({ columns, rows, strong: 0, top: 16 }, rows.map(textOf).join("\n"));
}

function foot(props: BookingProps, t: Words): Part {
  const { checkUrl } = props;
  const [join, check, why] = [joinWords(props, t), t("mail.check.link"), whyWords(props, t)];
  const html = (
    <Section>
      {join && <SmallPrint>{join}</SmallPrint>}
      <TextLink href={checkUrl}>{check}</TextLink>
      <SmallPrint>{why}</SmallPrint>
    </Section>
  );
  return part(html, ...(join ? [join] : []), linkText(check, checkUrl), why);
}

function reminderFoot(props: BookingProps, stopUrl: string, t: Words): Part {
  const { checkUrl } = props;
  const [join, check, first] = [joinWords(props, t), t("mail.check.link"), t("mailBookings.checkFirst.text")];
  const [why, stop] = [t("mailBookings.reminder.why.text"), t("mail.stopReminders.link")];
  const html = (
    <>
      <Section>
        <SmallPrint>{first}</SmallPrint>
        <TextLink href={checkUrl}>{check}</TextLink>
      </Section>
      <Section top={8}>
        {join && <SmallPrint>{join}</SmallPrint>}
        <p style="margin:0;font-size:12px;line-height:12px;">{"\u00a0"}</p>
        <SmallPrint>{why}</SmallPrint>
        <TextLink href={stopUrl}>{stop}</TextLink>
      </Section>
    </>
  );
  const text = [`${first}\n${linkText(check, checkUrl)}`, why, linkText(stop, stopUrl)];
  return part(html, ...(join ? [join] : []), ...text);
}

function joinWords({ rows, zone }: BookingProps, t: Words): string | null {
  return rows[0] ? t("mailBookings.join.text", { time: t.time(rows[0].startsAt, zone) }) : null;
}

function whyWords({ officePhone }: BookingProps, t: Words): string {
  return t("mailBookings.why.text", { known: officePhone ? "yes" : "no", phone: officePhone });
}

function day({ evening, rows, zone }: BookingProps, t: Words): string {
  return t.date(rows[0]?.startsAt ?? evening.startsAt, zone);
}

function dayLine(props: BookingProps, t: Words): string {
  const date = { day: day(props, t) };
  if (!props.reminder) return t("mail.day.byVideo.text", date);
  return t("mail.day.word.byVideo.text", { ...date, word: t("mail.day.text", { day: props.reminder.day }) });
}

function summary({ rows, zone }: BookingProps, t: Words): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return t("mailBookings.none.text");
  const [from, to] = [t.time(first.startsAt, zone), t.time(last.endsAt, zone)];
  return t("mail.summary.text", { n: rows.length, from, to });
}

function rowsOf({ rows, zone }: BookingProps, t: Words): ListRow[] {
  return rows.flatMap((row, at): ListRow[] => {
    const before = rows[at - 1];
    const minutes = before ? Math.round((row.startsAt - before.endsAt) / 60_000) : 0;
    const gap = minutes > 0 ? [{ key: `gap ${at}`, across: t("time.gapOfMinutes", { minutes }) }] : [];
    const cells = [t.time(row.startsAt, zone), t.list(row.teachers), row.student, row.subject];
    return [...gap, { key: String(at), cells }];
  });
}

function textOf(row: ListRow): string {
  if ("across" in row) return `  (${row.across})`;
  const [time, teachers, student, subject] = row.cells;
  return `  ${time}  ${teachers}\n         ${student}, ${subject}`;
}
