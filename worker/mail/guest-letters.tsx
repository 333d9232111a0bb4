import { count } from "../../web/ui/format.ts";
import { Changes, changesText } from "./changes-part.tsx";
import { GUEST_COLUMNS, guestCells, guestLines, guestWords, type InvitationProps } from "./invitation-letter.tsx";
import type { Change } from "./last-list.ts";
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

export type InvitationChangedProps = InvitationProps & { changes: readonly Change[] };

/** Tells a guest what is different since their last mail, with the list as it is now. */
export function invitationChangedLetter(props: InvitationChangedProps) {
  return {
    subject: `Appointments changed: ${props.eveningName}`,
    html: letterHtml({
      title: changed.title,
      schoolName: props.schoolName,
      preview: changed.lead(props),
      children: <ChangedBody {...props} />,
    }),
    text: changedText(props),
  };
}

const changed = {
  title: "Appointments changed",
  lead: ({ invitedBy, changes }: InvitationChangedProps) =>
    `${count(changes.length, "thing has", "things have")} changed in the video appointments that ${invitedBy} invited you to.`,
  now: "The appointments are now as follows:",
  none: "There are no appointments now. Your page shows each one as soon as it is booked.",
  same: "Your link stays the same.",
};

function ChangedBody(props: InvitationChangedProps) {
  return (
    <>
      <Section top={16}>
        <Heading>{changed.title}</Heading>
        <Subheading>{props.eveningName}</Subheading>
        <Paragraph>{changed.lead(props)}</Paragraph>
      </Section>
      <Section top={12}>
        <Changes changes={props.changes} zone={props.zone} />
      </Section>
      <Section top={12}>
        <Paragraph>{props.rows.length > 0 ? changed.now : changed.none}</Paragraph>
      </Section>
      {props.rows.length > 0 && (
        <Section top={8}>
          <List columns={GUEST_COLUMNS} rows={guestCells(props)} strong={1} />
        </Section>
      )}
      <MainLink href={props.joinUrl} label="Join Video Call" />
      <Section>
        <Plate>
          {changed.same} <strong>{guestWords.alone}</strong> {guestWords.aloneMore}
        </Plate>
      </Section>
      <GuestFoot {...props} />
    </>
  );
}

/** Why the guest gets the mail, and the way out. */
function GuestFoot(props: InvitationProps) {
  return (
    <Section>
      <SmallPrint>{guestWords.why(props)}</SmallPrint>
      <TextLink href={props.notMeUrl}>{guestWords.notMe}</TextLink>
    </Section>
  );
}

function changedText(props: InvitationChangedProps): string {
  const lines = guestLines(props);
  return `${[
    props.schoolName,
    `APPOINTMENTS CHANGED\n${props.eveningName}`,
    changed.lead(props),
    changesText(props.changes, props.zone),
    ...(lines.length > 0 ? [changed.now, ...lines] : [changed.none]),
    `Join Video Call:\n${props.joinUrl}`,
    `${changed.same} ${guestWords.alone} ${guestWords.aloneMore}`,
    guestWords.why(props),
    `${guestWords.notMe}:\n${props.notMeUrl}`,
  ].join("\n\n")}\n`;
}

export type InvitationWithdrawnProps = {
  schoolName: string;
  retentionDays: number;
  eveningName: string;
  invitedBy: string;
  because: "removed" | "student_left";
};

/** Tells a guest that their invitation no longer holds. It names nobody but whoever invited them. */
export function invitationWithdrawnLetter(props: InvitationWithdrawnProps) {
  const paragraphs = withdrawn(props);
  return {
    subject: `Invitation withdrawn: ${props.eveningName}`,
    html: letterHtml({
      title: WITHDRAWN,
      schoolName: props.schoolName,
      preview: paragraphs[0] ?? "",
      children: <WithdrawnBody {...props} />,
    }),
    text: `${[props.schoolName, `${WITHDRAWN.toUpperCase()}\n${props.eveningName}`, ...paragraphs].join("\n\n")}\n`,
  };
}

const WITHDRAWN = "This invitation was withdrawn";

function withdrawn({ invitedBy, because, retentionDays }: InvitationWithdrawnProps): string[] {
  return [
    because === "removed"
      ? `The invitation that ${invitedBy} gave you to video appointments was taken back.`
      : `The student that ${invitedBy} invited you for no longer takes part in this evening, so your invitation has ended.`,
    "The link in your earlier e-mail no longer works, and you don’t have to do anything.",
    `If this is a surprise, please speak to ${invitedBy}.`,
    `The school deletes your details ${count(retentionDays, "day")} after the evening.`,
  ];
}

function WithdrawnBody(props: InvitationWithdrawnProps) {
  return (
    <Section top={16}>
      <Heading>{WITHDRAWN}</Heading>
      <Subheading>{props.eveningName}</Subheading>
      {withdrawn(props).map((words) => (
        <Paragraph key={words}>{words}</Paragraph>
      ))}
    </Section>
  );
}

export type GuestReminderProps = InvitationProps & { day: "Today" | "Tomorrow"; stopUrl: string };

/** Reminds a guest the day before and on the day. */
export function guestReminderLetter(props: GuestReminderProps) {
  return {
    subject: `${props.day}: ${props.eveningName}`,
    html: letterHtml({
      title: props.eveningName,
      schoolName: props.schoolName,
      preview: remind.lead(props),
      children: <ReminderBody {...props} />,
    }),
    text: reminderText(props),
  };
}

const remind = {
  lead: ({ day, invitedBy, rows }: GuestReminderProps) =>
    `${day} you are invited by ${invitedBy} to ${count(rows.length, "video appointment")}.`,
  click: "Your page has everything: join from it a few minutes early, or check your camera and microphone on it now.",
  stop: "Stop reminders",
};

function ReminderBody(props: GuestReminderProps) {
  return (
    <>
      <Section top={16}>
        <Heading>{props.eveningName}</Heading>
        <Paragraph>{remind.lead(props)}</Paragraph>
        <Paragraph>{remind.click}</Paragraph>
      </Section>
      <MainLink href={props.joinUrl} label="Join Video Call" />
      <Section top={20}>
        <List columns={GUEST_COLUMNS} rows={guestCells(props)} strong={1} />
      </Section>
      <Section>
        <Plate>
          <strong>{guestWords.alone}</strong> {guestWords.aloneMore}
        </Plate>
      </Section>
      <GuestFoot {...props} />
      <Section top={0}>
        <TextLink href={props.stopUrl}>{remind.stop}</TextLink>
      </Section>
    </>
  );
}

function reminderText(props: GuestReminderProps): string {
  return `${[
    props.schoolName,
    props.eveningName,
    remind.lead(props),
    remind.click,
    `Join Video Call:\n${props.joinUrl}`,
    ...guestLines(props),
    `${guestWords.alone} ${guestWords.aloneMore}`,
    guestWords.why(props),
    `${guestWords.notMe}:\n${props.notMeUrl}`,
    `${remind.stop}:\n${props.stopUrl}`,
  ].join("\n\n")}\n`;
}
