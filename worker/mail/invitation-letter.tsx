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

export const GUEST_COLUMNS = ["Date", "Time", "Student", "Teacher", "Department"];

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

/** Said in every letter to a guest. */
export const guestWords = {
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
        <Paragraph>{guestWords.invited(props.invitedBy)}</Paragraph>
        <Paragraph>{guestWords.click}</Paragraph>
      </Section>
      <MainLink href={props.joinUrl} label="Join Video Call" />
      <Section top={12}>
        <Paragraph>{props.rows.length > 0 ? guestWords.follow : guestWords.none}</Paragraph>
      </Section>
      {props.rows.length > 0 && (
        <Section top={8}>
          <List columns={GUEST_COLUMNS} rows={guestCells(props)} strong={1} />
        </Section>
      )}
      <Section>
        <Plate>
          <strong>{guestWords.alone}</strong> {guestWords.aloneMore}
        </Plate>
      </Section>
      <Section>
        <SmallPrint>{guestWords.why(props)}</SmallPrint>
        <TextLink href={props.notMeUrl}>{guestWords.notMe}</TextLink>
      </Section>
    </>
  );
}

/** The appointments as cells under `GUEST_COLUMNS`. */
export function guestCells({ rows, zone }: Pick<InvitationProps, "rows" | "zone">) {
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
  const lines = guestLines(props);
  return `${[
    props.schoolName,
    `VIDEO CALL INVITATION\n${props.eveningName}`,
    guestWords.invited(props.invitedBy),
    `Open this link to join the video call on the day, or to test your camera/microphone at any time:\n${props.joinUrl}`,
    ...(lines.length > 0 ? [guestWords.follow, ...lines] : [guestWords.none]),
    `${guestWords.alone} ${guestWords.aloneMore}`,
    guestWords.why(props),
    `${guestWords.notMe}:\n${props.notMeUrl}`,
  ].join("\n\n")}\n`;
}

/** The appointments as text, one paragraph each. */
export function guestLines(props: Pick<InvitationProps, "rows" | "zone">): string[] {
  return guestCells(props).map(
    ({ cells: [date, time, student, teacher, department] }) =>
      `  ${date}, ${time}\n    Student: ${student}\n    Teacher: ${teacher}\n    Department: ${department}`,
  );
}
