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
  Plate,
  Section,
  SmallPrint,
  Subheading,
  TextLink,
} from "./email-components.tsx";
import type { Change } from "./last-list.ts";

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
  changes: readonly Change[] | null;
  /** Where the letter reminds of what is booked; null where it tells of a booking. */
  reminder: { day: "Today" | "Tomorrow"; stopUrl: string } | null;
};

/** What a guardian has booked, with a link that signs them in after a click. */
export function bookingLetter(props: BookingProps, t: Words) {
  const preview = t("mail.summaryOn", { summary: summary(props, t), day: day(props, t) });
  const children = <Body {...props} />;
  return {
    subject: subjectOf(props, t),
    html: letterHtml({ title: props.evening.name, schoolName: props.schoolName, preview, children }, t),
    text: toText(props, t),
  };
}

function subjectOf({ changes, reminder, rows, evening: { name: evening } }: BookingProps, t: Words): string {
  if (reminder) return t("mailBookings.reminder", { day: reminder.day, evening });
  if (!changes) return t("mailBookings.first", { evening });
  return t(rows.length > 0 ? "mailBookings.changed" : "mailBookings.cancelled", { evening });
}

function Body(props: BookingProps) {
  const t = useWords();
  const columns = [t("mail.time"), t("mail.teacher"), t("mail.student"), t("mail.subject")];
  const first = props.rows[0];
  return (
    <>
      <Section top={16}>
        <Heading>{props.evening.name}</Heading>
        <Subheading>{summary(props, t)}</Subheading>
        <Paragraph>{dayLine(props, t)}</Paragraph>
      </Section>
      {props.changes && (
        <>
          <Section top={0}>
            <Paragraph>{t("mail.whatHasChanged")}</Paragraph>
          </Section>
          <Section top={8}>
            <Changes changes={props.changes} zone={props.zone} />
          </Section>
          {first && (
            <Section top={0}>
              <Paragraph>{t("mailBookings.now")}</Paragraph>
            </Section>
          )}
        </>
      )}
      {first && (
        <Section top={props.changes ? 8 : 16}>
          <List columns={columns} rows={rowsOf(props, t)} strong={0} />
        </Section>
      )}
      <MainLink href={props.signInUrl} label={t("mailBookings.myBookings")} />
      <Section>
        <Plate>{t("mailBookings.button")}</Plate>
      </Section>
      {props.reminder && (
        <Section>
          <SmallPrint>{t("mailBookings.checkFirst")}</SmallPrint>
          <TextLink href={props.checkUrl}>{t("mail.checkAudioAndVideo")}</TextLink>
        </Section>
      )}
      <Section top={props.reminder ? 8 : 20}>
        {first && <SmallPrint>{t("mailBookings.join", { time: t.time(first.startsAt, props.zone) })}</SmallPrint>}
        {!props.reminder && <TextLink href={props.checkUrl}>{t("mail.checkAudioAndVideo")}</TextLink>}
        {!props.reminder && <SmallPrint>{why(props, t)}</SmallPrint>}
        {props.reminder && (
          <>
            <p style="margin:0;font-size:12px;line-height:12px;">{"\u00a0"}</p>
            <SmallPrint>{t("mailBookings.whyReminder")}</SmallPrint>
            <TextLink href={props.reminder.stopUrl}>{t("mail.stopReminders")}</TextLink>
          </>
        )}
      </Section>
    </>
  );
}

function why({ officePhone }: BookingProps, t: Words): string {
  return t("mailBookings.why", { known: officePhone ? "yes" : "no", phone: officePhone });
}

function day({ evening, rows, zone }: BookingProps, t: Words): string {
  return t.date(rows[0]?.startsAt ?? evening.startsAt, zone);
}

function dayLine(props: BookingProps, t: Words): string {
  const date = { day: day(props, t) };
  if (!props.reminder) return t("mail.byVideoCall", date);
  return t("mail.dayByVideoCall", { ...date, word: t("mail.day", { day: props.reminder.day }) });
}

function summary({ rows, zone }: BookingProps, t: Words): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return t("mailBookings.none");
  const [from, to] = [t.time(first.startsAt, zone), t.time(last.endsAt, zone)];
  return t("mail.summary", { n: rows.length, from, to });
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

function toText(props: BookingProps, t: Words): string {
  const { changes, reminder, rows, zone } = props;
  const first = rows[0];
  const lines = rowsOf(props, t).map(textOf);
  return `${[
    props.schoolName,
    [props.evening.name, summary(props, t), dayLine(props, t)].join("\n"),
    ...(changes ? [`${t("mail.whatHasChanged")}\n${changesText(changes, zone, t)}`] : []),
    ...(changes && lines.length > 0 ? [t("mailBookings.now")] : []),
    ...(lines.length > 0 ? [lines.join("\n")] : []),
    `${t("mailBookings.myBookings")}:\n${props.signInUrl}\n${t("mailBookings.link")}`,
    ...(first ? [t("mailBookings.join", { time: t.time(first.startsAt, zone) })] : []),
    `${reminder ? `${t("mailBookings.checkFirst")}\n` : ""}${t("mail.checkAudioAndVideo")}:\n${props.checkUrl}`,
    reminder ? t("mailBookings.whyReminder") : why(props, t),
    ...(reminder ? [`${t("mail.stopReminders")}:\n${reminder.stopUrl}`] : []),
  ].join("\n\n")}\n`;
}

function textOf(row: ListRow): string {
  if ("across" in row) return `  (${row.across})`;
  const [time, teachers, student, subject] = row.cells;
  return `  ${time}  ${teachers}\n         ${student}, ${subject}`;
}
