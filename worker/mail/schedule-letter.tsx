import type { Words } from "../../web/words/words.ts";
import { whatHasChanged } from "./changes-part.tsx";
import { Section, SmallPrint, TextLink } from "./email-components.tsx";
import type { Change } from "./last-list.ts";
import { button, head, headText, letter, linkText, list, type Part, part } from "./letter.tsx";

export type ScheduleLetterProps = {
  schoolName: string;
  zone: string;
  evening: { name: string; startsAt: number };
  scheduleUrl: string;
  checkUrl: string;
  /** By time. */
  rows: { startsAt: number; endsAt: number; student: string; guardian: string; subject: string; with: string[] }[];
  /** Since the teacher's last mail; null in the schedule itself. */
  changes: readonly Change[] | null;
};

/** A teacher's evening the day before, or what has changed in it since. */
export function scheduleLetter(props: ScheduleLetterProps, t: Words) {
  const { evening, schoolName, zone, changes, rows } = props;
  const title = changes ? t("mailSchedule.changed") : t("mailSchedule.title");
  const [sum, day] = [summary(props, t), dayOf(props, t)];
  const parts = [
    head(
      { heading: title, under: evening.name, paragraphs: [t("mailSchedule.summaryAndDay", { summary: sum, day })] },
      [headText(title, evening.name, t), sum, day].join("\n"),
    ),
    ...whatHasChanged(changes, zone, rows.length > 0 ? t("mailSchedule.now") : null, t),
    ...(rows.length > 0 ? [appointments(props, t)] : []),
    button(t("mailSchedule.mySchedule"), props.scheduleUrl),
    foot(props, t),
  ];
  const preview = t("mail.summaryOn", { summary: sum, day: t.date(evening.startsAt, zone) });
  const subject = t("mailSchedule.subject", { title, evening: evening.name });
  return letter({ schoolName, subject, title: evening.name, preview, parts }, t);
}

function appointments(props: ScheduleLetterProps, t: Words): Part {
  const columns = [t("mail.time"), t("mail.student"), t("mail.guardian"), t("mail.subject")];
  const cells = cellsOf(props, t);
  const rows = cells.map((row, at) => ({ key: String(at), cells: row }));
  return list({ columns, rows, strong: 0, top: 8 }, cells.map((row) => `  ${row.join(", ")}`).join("\n"));
}

function foot({ checkUrl }: ScheduleLetterProps, t: Words): Part {
  const [join, check, why] = [t("mailSchedule.join"), t("mail.checkAudioAndVideo"), t("mailSchedule.why")];
  const html = (
    <Section>
      <SmallPrint>{join}</SmallPrint>
      <TextLink href={checkUrl}>{check}</TextLink>
      <SmallPrint>{why}</SmallPrint>
    </Section>
  );
  return part(html, join, linkText(check, checkUrl), why);
}

function dayOf({ evening, zone }: ScheduleLetterProps, t: Words): string {
  return t("mail.byVideoCall", { day: t.date(evening.startsAt, zone) });
}

function summary({ rows, zone }: ScheduleLetterProps, t: Words): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return t("mailSchedule.none");
  const [from, to] = [t.time(first.startsAt, zone), t.time(last.endsAt, zone)];
  return t("mail.summary", { n: rows.length, from, to });
}

function cellsOf({ rows, zone }: ScheduleLetterProps, t: Words): string[][] {
  return rows.map((row) => [
    t("mailSchedule.fromTo", { from: t.time(row.startsAt, zone), to: t.time(row.endsAt, zone) }),
    row.student,
    row.guardian,
    row.with.length > 0 ? t("mailSchedule.with", { subject: row.subject, teachers: t.list(row.with) }) : row.subject,
  ]);
}
