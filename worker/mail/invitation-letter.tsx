import { clockTime, count, list, longDate, sameDay } from "../../web/ui/format.ts";
import {
  Heading,
  List,
  letterHtml,
  MainLink,
  Paragraph,
  Plate,
  Section,
  SmallPrint,
  Subheading,
  TextLink,
} from "./letter-parts.tsx";

export type InvitationProps = {
  schoolName: string;
  zone: string;
  retentionDays: number;
  eveningName: string;
  invitedBy: string;
  joinUrl: string;
  notMeUrl: string;
  rows: { startsAt: number; student: string; teachers: string[]; department: string }[];
};

const COLUMNS = ["Date", "Time", "Student", "Teacher", "Department"];

/** "Video Call Invitation", as the founding page shows it. */
export function invitationLetter(props: InvitationProps) {
  return {
    subject: `Video Call Invitation: ${props.eveningName}`,
    html: letterHtml({
      title: "Video Call Invitation",
      schoolName: props.schoolName,
      preview: previewOf(props),
      children: <Body {...props} />,
    }),
    text: toText(props),
  };
}

const words = {
  invited: (by: string) => `You have been invited by ${by} to appointments which take place by video call.`,
  click: "Click the button below to join the video call on the day, or to test your camera/microphone at any time:",
  follow: "The appointments are as follows:",
  none: "There are no appointments yet. Your page shows each one as soon as it is booked.",
  alone: "This link is for you alone.",
  aloneMore: "If somebody else joins with it, you lose your place in the call. Please do not pass it on.",
  why: ({ invitedBy, retentionDays }: InvitationProps) =>
    `You get this e-mail because ${invitedBy} gave the school your name and email, and agreed to share their name, the students’ names and this list with you. The school deletes your details ${count(retentionDays, "day")} after the evening.`,
  notMe: "This isn’t me",
};

function Body(props: InvitationProps) {
  return (
    <>
      <Section top={16}>
        <Heading>Video Call Invitation</Heading>
        <Subheading>{props.eveningName}</Subheading>
        <Paragraph>{words.invited(props.invitedBy)}</Paragraph>
        <Paragraph>{words.click}</Paragraph>
      </Section>
      <MainLink href={props.joinUrl} label="Join Video Call" />
      <Section top={12}>
        <Paragraph>{props.rows.length > 0 ? words.follow : words.none}</Paragraph>
      </Section>
      {props.rows.length > 0 && (
        <Section top={8}>
          <List columns={COLUMNS} rows={cellsOf(props)} strong={1} />
        </Section>
      )}
      <Section>
        <Plate>
          <strong>{words.alone}</strong> {words.aloneMore}
        </Plate>
      </Section>
      <Section>
        <SmallPrint>{words.why(props)}</SmallPrint>
        <TextLink href={props.notMeUrl}>{words.notMe}</TextLink>
      </Section>
    </>
  );
}

function cellsOf({ rows, zone }: InvitationProps) {
  return rows.map((row, at) => ({
    key: String(at),
    cells: [
      longDate(row.startsAt, zone),
      clockTime(row.startsAt, zone),
      row.student,
      list(row.teachers),
      row.department,
    ],
  }));
}

function previewOf({ invitedBy, rows, zone }: InvitationProps): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return `${invitedBy} has invited you to video appointments.`;
  const day = sameDay(first.startsAt, last.startsAt, zone) ? ` on ${longDate(first.startsAt, zone)}` : "";
  return `${invitedBy} has invited you to ${count(rows.length, "video appointment")}${day}, from ${clockTime(first.startsAt, zone)}.`;
}

function toText(props: InvitationProps): string {
  const lines = cellsOf(props).map(
    ({ cells: [date, time, student, teacher, department] }) =>
      `  ${date}, ${time}\n    Student: ${student}\n    Teacher: ${teacher}\n    Department: ${department}`,
  );
  return `${[
    props.schoolName,
    `VIDEO CALL INVITATION\n${props.eveningName}`,
    words.invited(props.invitedBy),
    `Open this link to join the video call on the day, or to test your camera/microphone at any time:\n${props.joinUrl}`,
    ...(lines.length > 0 ? [words.follow, ...lines] : [words.none]),
    `${words.alone} ${words.aloneMore}`,
    words.why(props),
    `${words.notMe}:\n${props.notMeUrl}`,
  ].join("\n\n")}\n`;
}
