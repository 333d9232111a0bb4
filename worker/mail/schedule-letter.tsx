import { useWords } from "../../web/words/use-words.ts";
import type { Words } from "../../web/words/words.ts";
import { Changes, changesText } from "./changes-part.tsx";
import {
  Heading,
  List,
  type ListRow,
  letterHtml,
  MainLink,
  Paragraph,
  Section,
  SmallPrint,
  Subheading,
  TextLink,
} from "./email-components.tsx";
import type { Change } from "./last-list.ts";

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
  const { evening, schoolName, zone } = props;
  const title = props.changes ? t("mailSchedule.changed") : t("mailSchedule.title");
  const preview = t("mail.summaryOn", { summary: summary(props, t), day: t.date(evening.startsAt, zone) });
  const children = <Body {...props} title={title} />;
  return {
    subject: t("mailSchedule.subject", { title, evening: evening.name }),
    html: letterHtml({ title: evening.name, schoolName, preview, children }, t),
    text: toText(props, title, t),
  };
}

function Body(props: ScheduleLetterProps & { title: string }) {
  const t = useWords();
  const columns = [t("mail.time"), t("mail.student"), t("mail.guardian"), t("mail.subject")];
  return (
    <>
      <Section top={16}>
        <Heading>{props.title}</Heading>
        <Subheading>{props.evening.name}</Subheading>
        <Paragraph>{t("mailSchedule.summaryAndDay", { summary: summary(props, t), day: dayOf(props, t) })}</Paragraph>
      </Section>
      {props.changes && (
        <>
          <Section top={0}>
            <Paragraph>{t("mail.whatHasChanged")}</Paragraph>
          </Section>
          <Section top={8}>
            <Changes changes={props.changes} zone={props.zone} />
          </Section>
          {props.rows.length > 0 && (
            <Section top={0}>
              <Paragraph>{t("mailSchedule.now")}</Paragraph>
            </Section>
          )}
        </>
      )}
      {props.rows.length > 0 && (
        <Section top={8}>
          <List columns={columns} rows={rowsOf(props, t)} strong={0} />
        </Section>
      )}
      <MainLink href={props.scheduleUrl} label={t("mailSchedule.mySchedule")} />
      <Section>
        <SmallPrint>{t("mailSchedule.join")}</SmallPrint>
        <TextLink href={props.checkUrl}>{t("mail.checkAudioAndVideo")}</TextLink>
        <SmallPrint>{t("mailSchedule.why")}</SmallPrint>
      </Section>
    </>
  );
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

function rowsOf({ rows, zone }: ScheduleLetterProps, t: Words): ListRow[] {
  return rows.map((row, at) => ({
    key: String(at),
    cells: [
      t("mailSchedule.fromTo", { from: t.time(row.startsAt, zone), to: t.time(row.endsAt, zone) }),
      row.student,
      row.guardian,
      row.with.length > 0 ? t("mailSchedule.with", { subject: row.subject, teachers: t.list(row.with) }) : row.subject,
    ],
  }));
}

function toText(props: ScheduleLetterProps, title: string, t: Words): string {
  const lines = rowsOf(props, t).map((row) => ("cells" in row ? `  ${row.cells.join(", ")}` : ""));
  const head = [title.toLocaleUpperCase(t.locale.intl), props.evening.name, summary(props, t), dayOf(props, t)];
  return `${[
    props.schoolName,
    head.join("\n"),
    ...(props.changes ? [`${t("mail.whatHasChanged")}\n${changesText(props.changes, props.zone, t)}`] : []),
    ...(props.changes && lines.length > 0 ? [t("mailSchedule.now")] : []),
    ...(lines.length > 0 ? [lines.join("\n")] : []),
    `${t("mailSchedule.mySchedule")}:\n${props.scheduleUrl}`,
    t("mailSchedule.join"),
    `${t("mail.checkAudioAndVideo")}:\n${props.checkUrl}`,
    t("mailSchedule.why"),
  ].join("\n\n")}\n`;
}
