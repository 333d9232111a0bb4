import { clockTime, count, list, longDate } from "../../web/ui/format.ts";
import { Changes, changesText } from "./changes-part.tsx";
import type { Change } from "./last-list.ts";
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
} from "./letter-parts.tsx";

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

const COLUMNS = ["Time", "Teacher", "Student", "Subject"];

/** What a guardian has booked, with a link that signs them in after a click. */
export function bookingLetter(props: BookingProps) {
  return {
    subject: `${titleOf(props)}: ${props.evening.name}`,
    html: letterHtml({
      title: props.evening.name,
      schoolName: props.schoolName,
      preview: `${summary(props)} on ${day(props)}.`,
      children: <Body {...props} />,
    }),
    text: toText(props),
  };
}

/** What the subject says; the letter's own heading is the evening. */
function titleOf({ changes, reminder, rows }: BookingProps): string {
  if (reminder) return reminder.day;
  if (!changes) return "Your appointments";
  return rows.length > 0 ? "Your appointments have changed" : "Your appointments are cancelled";
}

const words = {
  changed: "What has changed since our last e-mail:",
  now: "Your appointments are now:",
  join: (time: string) =>
    `On the day, open My Bookings a few minutes before ${time} and press Join Video Appointments. One page takes you from teacher to teacher. There is nothing to install.`,
  link: "The button signs you in, once, after one more click. It is for you alone: please do not pass it on. To let one other parent or guardian join, use Invite Parent/Guardian in My Bookings.",
  check: "Check Audio and Video",
  checkFirst: "Try your camera and microphone before the first call: it takes a minute, and nobody else sees you.",
  whyReminder: "You get this reminder because you have appointments.",
  stop: "Stop reminders",
  why: (phone: string) =>
    `You get this e-mail because appointments were booked or changed in your name.${phone ? ` If that wasn’t you, please call the school’s office: ${phone}.` : ""}`,
};

function Body(props: BookingProps) {
  const first = props.rows[0];
  return (
    <>
      <Section top={16}>
        <Heading>{props.evening.name}</Heading>
        <Subheading>{summary(props)}</Subheading>
        <Paragraph>
          {props.reminder && `${props.reminder.day}: `}
          {day(props)}, by video call
        </Paragraph>
      </Section>
      {props.changes && (
        <>
          <Section top={0}>
            <Paragraph>{words.changed}</Paragraph>
          </Section>
          <Section top={8}>
            <Changes changes={props.changes} zone={props.zone} />
          </Section>
          {first && (
            <Section top={0}>
              <Paragraph>{words.now}</Paragraph>
            </Section>
          )}
        </>
      )}
      {first && (
        <Section top={props.changes ? 8 : 16}>
          <List columns={COLUMNS} rows={rowsOf(props)} strong={0} />
        </Section>
      )}
      <MainLink href={props.signInUrl} label="My Bookings" />
      <Section>
        <Plate>{words.link}</Plate>
      </Section>
      {props.reminder && (
        <Section>
          <SmallPrint>{words.checkFirst}</SmallPrint>
          <TextLink href={props.checkUrl}>{words.check}</TextLink>
        </Section>
      )}
      <Section top={props.reminder ? 8 : 20}>
        {first && <SmallPrint>{words.join(clockTime(first.startsAt, props.zone))}</SmallPrint>}
        {!props.reminder && <TextLink href={props.checkUrl}>{words.check}</TextLink>}
        {!props.reminder && <SmallPrint>{words.why(props.officePhone)}</SmallPrint>}
        {props.reminder && (
          <>
            <p style="margin:0;font-size:12px;line-height:12px;">{"\u00a0"}</p>
            <SmallPrint>{words.whyReminder}</SmallPrint>
            <TextLink href={props.reminder.stopUrl}>{words.stop}</TextLink>
          </>
        )}
      </Section>
    </>
  );
}

function day({ evening, rows, zone }: BookingProps): string {
  return longDate(rows[0]?.startsAt ?? evening.startsAt, zone);
}

function summary({ rows, zone }: BookingProps): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return "You have no appointments booked";
  return `${count(rows.length, "appointment")} from ${clockTime(first.startsAt, zone)} to ${clockTime(last.endsAt, zone)}`;
}

function rowsOf({ rows, zone }: BookingProps): ListRow[] {
  return rows.flatMap((row, at): ListRow[] => {
    const before = rows[at - 1];
    const gap = before ? Math.round((row.startsAt - before.endsAt) / 60_000) : 0;
    const cells = [clockTime(row.startsAt, zone), list(row.teachers), row.student, row.subject];
    return [...(gap > 0 ? [{ key: `gap ${at}`, across: `${gap} minute gap` }] : []), { key: String(at), cells }];
  });
}

function toText(props: BookingProps): string {
  const first = props.rows[0];
  const lines = rowsOf(props).map((row) =>
    "across" in row
      ? `  (${row.across})`
      : `  ${row.cells[0]}  ${row.cells[1]}\n         ${row.cells[2]}, ${row.cells[3]}`,
  );
  return `${[
    props.schoolName,
    `${props.evening.name}\n${summary(props)}\n${props.reminder ? `${props.reminder.day}: ` : ""}${day(props)}, by video call`,
    ...(props.changes ? [`${words.changed}\n${changesText(props.changes, props.zone)}`] : []),
    ...(props.changes && lines.length > 0 ? [words.now] : []),
    ...(lines.length > 0 ? [lines.join("\n")] : []),
    `My Bookings:\n${props.signInUrl}\n${words.link.replace("The button", "This link")}`,
    ...(first ? [words.join(clockTime(first.startsAt, props.zone))] : []),
    `${props.reminder ? `${words.checkFirst}\n` : ""}${words.check}:\n${props.checkUrl}`,
    props.reminder ? words.whyReminder : words.why(props.officePhone),
    ...(props.reminder ? [`${words.stop}:\n${props.reminder.stopUrl}`] : []),
  ].join("\n\n")}\n`;
}
