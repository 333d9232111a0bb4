import type { Words } from "../../web/words/words.ts";
import { changesList } from "./changes-part.tsx";
import { Section, TextLink } from "./email-components.tsx";
import type { InvitationProps } from "./guest-parts.tsx";
import { alone, guestAppointments, guestFoot } from "./guest-parts.tsx";
import type { Change } from "./last-list.ts";
import { button, head, headText, letter, linkText, part, sentence } from "./letter.tsx";

export type InvitationChangedProps = InvitationProps & { changes: readonly Change[] };

/** Tells a guest what is different since their last mail, with the list as it is now. */
export function invitationChangedLetter(props: InvitationChangedProps, t: Words) {
  const { schoolName, eveningName: evening, invitedBy: by, changes, rows } = props;
  const title = t("mailGuests.changed");
  const lead = t("mailGuests.changedLead", { n: changes.length, by });
  const parts = [
    head({ heading: title, under: evening, paragraphs: [lead] }, headText(title, evening, t), lead),
    changesList(changes, props.zone, 12, t),
    sentence(t(rows.length > 0 ? "mailGuests.changedNow" : "mailGuests.changedNone"), 12),
    ...guestAppointments(props, 8, t),
    button(t("mail.joinVideoCall"), props.joinUrl),
    alone("mailGuests.sameAndAlone", t),
    guestFoot(props, t),
  ];
  return letter({ schoolName, subject: t("mailGuests.changedSubject", { evening }), title, preview: lead, parts }, t);
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
  const { schoolName, eveningName: evening, invitedBy: by, because, retentionDays: days } = props;
  const title = t("mailGuests.withdrawn");
  const why = t(because === "removed" ? "mailGuests.takenBack" : "mailGuests.studentLeft", { by });
  const rest = [t("mailGuests.linkDead"), t("mailGuests.surprise", { by }), t("mailGuests.deleted", { days })];
  const paragraphs = [why, ...rest];
  const parts = [head({ heading: title, under: evening, paragraphs }, headText(title, evening, t), ...paragraphs)];
  return letter({ schoolName, subject: t("mailGuests.withdrawnSubject", { evening }), title, preview: why, parts }, t);
}

export type GuestReminderProps = InvitationProps & { day: "Today" | "Tomorrow"; stopUrl: string };

/** Reminds a guest the day before and on the day. */
export function guestReminderLetter(props: GuestReminderProps, t: Words) {
  const { schoolName, eveningName: evening, invitedBy: by, day, rows, stopUrl } = props;
  const lead = t("mailGuests.reminderLead", { day, by, n: rows.length });
  const click = t("mailGuests.reminderClick");
  const stop = t("mail.stopReminders");
  const stopping = (
    <Section top={0}>
      <TextLink href={stopUrl}>{stop}</TextLink>
    </Section>
  );
  const parts = [
    head({ heading: evening, paragraphs: [lead, click] }, evening, lead, click),
    button(t("mail.joinVideoCall"), props.joinUrl),
    ...guestAppointments(props, 20, t),
    alone("mailGuests.alone", t),
    guestFoot(props, t),
    part(stopping, linkText(stop, stopUrl)),
  ];
  const subject = t("mailGuests.reminder", { day, evening });
  return letter({ schoolName, subject, title: evening, preview: lead, parts }, t);
}
