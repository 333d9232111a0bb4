import { useWords } from "../../web/words/use-words.ts";
import type { Words } from "../../web/words/words.ts";
import { Changes, changesText } from "./changes-part.tsx";
import { Heading, letterHtml, MainLink, Paragraph, Plate, Section, Subheading, TextLink } from "./email-components.tsx";
import {
  asText,
  GuestFoot,
  GuestList,
  guestLines,
  type InvitationProps,
  plain,
  strong,
  whyGuest,
} from "./invitation-letter.tsx";
import type { Change } from "./last-list.ts";

export type InvitationChangedProps = InvitationProps & { changes: readonly Change[] };

/** Tells a guest what is different since their last mail, with the list as it is now. */
export function invitationChangedLetter(props: InvitationChangedProps, t: Words) {
  const { schoolName, eveningName: evening } = props;
  const children = <ChangedBody {...props} />;
  return {
    subject: t("mailGuests.changedSubject", { evening }),
    html: letterHtml({ title: t("mailGuests.changed"), schoolName, preview: changedLead(props, t), children }, t),
    text: changedText(props, t),
  };
}

function changedLead({ invitedBy, changes }: InvitationChangedProps, t: Words): string {
  return t("mailGuests.changedLead", { n: changes.length, by: invitedBy });
}

function ChangedBody(props: InvitationChangedProps) {
  const t = useWords();
  return (
    <>
      <Section top={16}>
        <Heading>{t("mailGuests.changed")}</Heading>
        <Subheading>{props.eveningName}</Subheading>
        <Paragraph>{changedLead(props, t)}</Paragraph>
      </Section>
      <Section top={12}>
        <Changes changes={props.changes} zone={props.zone} />
      </Section>
      <Section top={12}>
        <Paragraph>{t(props.rows.length > 0 ? "mailGuests.changedNow" : "mailGuests.changedNone")}</Paragraph>
      </Section>
      {props.rows.length > 0 && (
        <Section top={8}>
          <GuestList {...props} />
        </Section>
      )}
      <MainLink href={props.joinUrl} label={t("mail.joinVideoCall")} />
      <Section>
        <Plate>{t.rich("mailGuests.sameAndAlone", { strong })}</Plate>
      </Section>
      <GuestFoot {...props} />
    </>
  );
}

function changedText(props: InvitationChangedProps, t: Words): string {
  const lines = guestLines(props, t);
  return `${[
    props.schoolName,
    `${t("mailGuests.changed").toLocaleUpperCase(t.locale.intl)}\n${props.eveningName}`,
    changedLead(props, t),
    changesText(props.changes, props.zone, t),
    ...(lines.length > 0 ? [t("mailGuests.changedNow"), ...lines] : [t("mailGuests.changedNone")]),
    `${t("mail.joinVideoCall")}:\n${props.joinUrl}`,
    plain(t.rich("mailGuests.sameAndAlone", { strong: asText })),
    whyGuest(props, t),
    `${t("mailGuests.notMe")}:\n${props.notMeUrl}`,
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
export function invitationWithdrawnLetter(props: InvitationWithdrawnProps, t: Words) {
  const { schoolName, eveningName } = props;
  const title = t("mailGuests.withdrawn");
  const paragraphs = withdrawn(props, t);
  const children = <WithdrawnBody {...props} />;
  return {
    subject: t("mailGuests.withdrawnSubject", { evening: eveningName }),
    html: letterHtml({ title, schoolName, preview: paragraphs[0] ?? "", children }, t),
    text: `${[schoolName, `${title.toLocaleUpperCase(t.locale.intl)}\n${eveningName}`, ...paragraphs].join("\n\n")}\n`,
  };
}

function withdrawn({ invitedBy: by, because, retentionDays }: InvitationWithdrawnProps, t: Words): string[] {
  return [
    t(because === "removed" ? "mailGuests.takenBack" : "mailGuests.studentLeft", { by }),
    t("mailGuests.linkDead"),
    t("mailGuests.surprise", { by }),
    t("mailGuests.deleted", { days: retentionDays }),
  ];
}

function WithdrawnBody(props: InvitationWithdrawnProps) {
  const t = useWords();
  return (
    <Section top={16}>
      <Heading>{t("mailGuests.withdrawn")}</Heading>
      <Subheading>{props.eveningName}</Subheading>
      {withdrawn(props, t).map((words) => (
        <Paragraph key={words}>{words}</Paragraph>
      ))}
    </Section>
  );
}

export type GuestReminderProps = InvitationProps & { day: "Today" | "Tomorrow"; stopUrl: string };

/** Reminds a guest the day before and on the day. */
export function guestReminderLetter(props: GuestReminderProps, t: Words) {
  const { schoolName, eveningName, day } = props;
  const children = <ReminderBody {...props} />;
  return {
    subject: t("mailGuests.reminder", { day, evening: eveningName }),
    html: letterHtml({ title: eveningName, schoolName, preview: reminderLead(props, t), children }, t),
    text: reminderText(props, t),
  };
}

function reminderLead({ day, invitedBy, rows }: GuestReminderProps, t: Words): string {
  return t("mailGuests.reminderLead", { day, by: invitedBy, n: rows.length });
}

function ReminderBody(props: GuestReminderProps) {
  const t = useWords();
  return (
    <>
      <Section top={16}>
        <Heading>{props.eveningName}</Heading>
        <Paragraph>{reminderLead(props, t)}</Paragraph>
        <Paragraph>{t("mailGuests.reminderClick")}</Paragraph>
      </Section>
      <MainLink href={props.joinUrl} label={t("mail.joinVideoCall")} />
      <Section top={20}>
        <GuestList {...props} />
      </Section>
      <Section>
        <Plate>{t.rich("mailGuests.alone", { strong })}</Plate>
      </Section>
      <GuestFoot {...props} />
      <Section top={0}>
        <TextLink href={props.stopUrl}>{t("mail.stopReminders")}</TextLink>
      </Section>
    </>
  );
}

function reminderText(props: GuestReminderProps, t: Words): string {
  return `${[
    props.schoolName,
    props.eveningName,
    reminderLead(props, t),
    t("mailGuests.reminderClick"),
    `${t("mail.joinVideoCall")}:\n${props.joinUrl}`,
    ...guestLines(props, t),
    plain(t.rich("mailGuests.alone", { strong: asText })),
    whyGuest(props, t),
    `${t("mailGuests.notMe")}:\n${props.notMeUrl}`,
    `${t("mail.stopReminders")}:\n${props.stopUrl}`,
  ].join("\n\n")}\n`;
}
