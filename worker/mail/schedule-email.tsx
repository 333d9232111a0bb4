import type { Words } from "../../web/words/words.ts";
import { whatHasChanged } from "./differences.tsx";
import { Section, SmallPrint, TextLink } from "./email-components.tsx";
import type { Difference } from "./last-list.ts";
import { button, head, headText, letter, linkText, list, type Part, part } from "./letter.tsx";

export type ScheduleEmailProps = {
  schoolName: string;
  zone: string;
  evening: { name: string; startsAt: number };
  scheduleUrl: string;
  checkUrl: string;
  /** By time. */
  rows: { startsAt: number; endsAt: number; student: string; guardian: string; subject: string; with: string[] }[];
  /** Since the teacher's last mail; null in the schedule itself. */
  differences: readonly Difference[] | null;
};

/** A teacher's evening the day before, or what has changed in it since. */
export function scheduleEmail(props: ScheduleEmailProps, t: Words) {
  const { evening, schoolName, zone, differences, rows } = props;
  const title = differences ? t("mailSchedule.changed.title") : t("mailSchedule.current.title");
  const [sum, day] = [summary(props, t), dayOf(props, t)];
  const parts = [
    head(
      { heading: title, under: evening.name, paragraphs: [t("mailSchedule.summary.text", { summary: sum, day })] },
      [headText(title, evening.name, t), sum, day].join("\n"),
    ),
    ...whatHasChanged(differences, zone, rows.length > 0 ? t("mailSchedule.changed.text") : null, t),
    ...(rows.length > 0 ? [appointments(props, t)] : []),
    button(t("mailSchedule.mySchedule.button"), props.scheduleUrl),
    foot(props, t),
  ];
  const preview = t("mail.summary.day.text", { summary: sum, day: t.date(evening.startsAt, zone) });
  const subject = t("mailSchedule.subject", { title, evening: evening.name });
  return letter({ schoolName, subject, title: evening.name, preview, parts }, t);
}

function appointments(props: ScheduleEmailProps, t: Words): Part {
  const columns = [
    t("mail.time.column"),
    t("mail.student.column"),
    t("mail.guardian.column"),
    t("mail.subject.column"),
  ];
  const cells = cellsOf(props, t);
  const rows = cells.map((row, at) => ({ key: String(at), cells: row }));
  return list({ columns, rows, strong: 0, top: 8 }, cells.map((row) => `  ${row.join(", ")}`).join("\n"));
}

function foot({ checkUrl }: ScheduleEmailProps, t: Words): Part {
  const [join, check, why] = [t("mailSchedule.join.text"), t("mail.check.link"), t("mailSchedule.why.text")];
  const html = (
    <Section>
      <SmallPrint>{join}</SmallPrint>
      <TextLink href={checkUrl}>{check}</TextLink>
      <SmallPrint>{why}</SmallPrint>
    </Section>
  );
  return part(html, join, linkText(check, checkUrl), why);
}

function dayOf({ evening, zone }: ScheduleEmailProps, t: Words): string {
  return t("mail.day.byVideo.text", { day: t.date(evening.startsAt, zone) });
}

function summary({ rows, zone }: ScheduleEmailProps, t: Words): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return t("mailSchedule.none.text");
  const [from, to] = [t.time(first.startsAt, zone), t.time(last.endsAt, zone)];
  return t("mail.summary.text", { n: rows.length, from, to });
}

function cellsOf({ rows, zone }: ScheduleEmailProps, t: Words): string[][] {
  return rows.map((row) => [
    t("mailSchedule.row.time.text", { from: t.time(row.startsAt, zone), to: t.time(row.endsAt, zone) }),
    row.student,
    row.guardian,
    row.with.length > 0
      ? t("mailSchedule.row.with.text", { subject: row.subject, teachers: t.list(row.with) })
      : row.subject,
  ]);
}
