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
  Section,
  SmallPrint,
  Subheading,
  TextLink,
} from "./letter-parts.tsx";

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

const COLUMNS = ["Time", "Student", "Guardian", "Subject"];

/** A teacher's evening the day before, or what has changed in it since. */
export function scheduleLetter(props: ScheduleLetterProps) {
  const title = props.changes ? "Your schedule has changed" : "Your schedule";
  return {
    subject: `${title}: ${props.evening.name}`,
    html: letterHtml({
      title: props.evening.name,
      schoolName: props.schoolName,
      preview: `${summary(props)} on ${longDate(props.evening.startsAt, props.zone)}.`,
      children: <Body {...props} title={title} />,
    }),
    text: toText(props, title),
  };
}

const words = {
  day: ({ evening, zone }: ScheduleLetterProps) => `${longDate(evening.startsAt, zone)}, by video call`,
  changed: "What has changed since our last e-mail:",
  now: "Your schedule is now:",
  join: "On the day, open My Schedule a few minutes before your first appointment and press Join Video Appointments. One page takes you from family to family.",
  check: "Check Audio and Video",
  why: "You get this e-mail because appointments with you are booked. My Schedule always shows them as they are.",
};

function Body(props: ScheduleLetterProps & { title: string }) {
  return (
    <>
      <Section top={16}>
        <Heading>{props.title}</Heading>
        <Subheading>{props.evening.name}</Subheading>
        <Paragraph>
          {summary(props)}. {words.day(props)}.
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
          {props.rows.length > 0 && (
            <Section top={0}>
              <Paragraph>{words.now}</Paragraph>
            </Section>
          )}
        </>
      )}
      {props.rows.length > 0 && (
        <Section top={8}>
          <List columns={COLUMNS} rows={rowsOf(props)} strong={0} />
        </Section>
      )}
      <MainLink href={props.scheduleUrl} label="My Schedule" />
      <Section>
        <SmallPrint>{words.join}</SmallPrint>
        <TextLink href={props.checkUrl}>{words.check}</TextLink>
        <SmallPrint>{words.why}</SmallPrint>
      </Section>
    </>
  );
}

function summary({ rows, zone }: ScheduleLetterProps): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return "You have no appointments now";
  return `${count(rows.length, "appointment")} from ${clockTime(first.startsAt, zone)} to ${clockTime(last.endsAt, zone)}`;
}

function rowsOf({ rows, zone }: ScheduleLetterProps): ListRow[] {
  return rows.map((row, at) => ({
    key: String(at),
    cells: [
      `${clockTime(row.startsAt, zone)} to ${clockTime(row.endsAt, zone)}`,
      row.student,
      row.guardian,
      row.with.length > 0 ? `${row.subject}, with ${list(row.with)}` : row.subject,
    ],
  }));
}

function toText(props: ScheduleLetterProps, title: string): string {
  const lines = rowsOf(props).map((row) => ("cells" in row ? `  ${row.cells.join(", ")}` : ""));
  return `${[
    props.schoolName,
    `${title.toUpperCase()}\n${props.evening.name}\n${summary(props)}\n${words.day(props)}`,
    ...(props.changes ? [`${words.changed}\n${changesText(props.changes, props.zone)}`] : []),
    ...(props.changes && lines.length > 0 ? [words.now] : []),
    ...(lines.length > 0 ? [lines.join("\n")] : []),
    `My Schedule:\n${props.scheduleUrl}`,
    words.join,
    `${words.check}:\n${props.checkUrl}`,
    words.why,
  ].join("\n\n")}\n`;
}
