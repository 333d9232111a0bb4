import type { Words } from "../../web/words/words.ts";
import { changesList } from "./differences.tsx";
import { Section, TextLink } from "./email-components.tsx";
import type { InvitationProps } from "./guest-parts.tsx";
import { alone, guestAppointments, guestFoot } from "./guest-parts.tsx";
import type { Difference } from "./last-list.ts";
import { button, head, headText, letter, linkText, part, sentence } from "./letter.tsx";

export type InvitationChangedProps = InvitationProps & { differences: readonly Difference[] };

/** Tells a guest what is different since their last mail, with the list as it is now. */
export function invitationChangedEmail(props: InvitationChangedProps, t: Words) {
  const { schoolName, eveningName: evening, invitedBy: by, differences, rows } = props;
  const title = t("mailGuests.changed.title");
  const lead = t("mailGuests.changed.text", { n: differences.length, by });
  const parts = [
    head({ heading: title, under: evening, paragraphs: [lead] }, headText(title, evening, t), lead),
    changesList(differences, props.zone, 12, t),
    sentence(
      t(rows.length > 0 ? "mailGuests.changed.appointments.text" : "mailGuests.changed.appointments.none.text"),
      12,
    ),
    ...guestAppointments(props, 8, t),
    button(t("mail.join.button"), props.joinUrl),
    alone("mailGuests.changed.alone.text", t),
    guestFoot(props, t),
  ];
  return letter({ schoolName, subject: t("mailGuests.changed.subject", { evening }), title, preview: lead, parts }, t);
}

export type InvitationWithdrawnProps = {
  schoolName: string;
  retentionDays: number;
  eveningName: string;
  invitedBy: string;
  because: "removed" | "student_left";
};

/** Tells a guest that their invitation no longer holds. It names nobody but whoever invited them. */
export function invitationWithdrawnEmail(props: InvitationWithdrawnProps, t: Words) {
  const { schoolName, eveningName: evening, invitedBy: by, because, retentionDays: days } = props;
  const title = t("mailGuests.withdrawn.title");
  const why = t(because === "removed" ? "mailGuests.withdrawn.removed.text" : "mailGuests.withdrawn.studentLeft.text", {
    by,
  });
  const rest = [
    t("mailGuests.withdrawn.link.text"),
    t("mailGuests.withdrawn.surprise.text", { by }),
    t("mailGuests.withdrawn.retention.text", { days }),
  ];
  const paragraphs = [why, ...rest];
  const parts = [head({ heading: title, under: evening, paragraphs }, headText(title, evening, t), ...paragraphs)];
  return letter({ schoolName, subject: t("mailGuests.withdrawn.subject", { evening }), title, preview: why, parts }, t);
}

export type GuestReminderProps = InvitationProps & { day: "Today" | "Tomorrow"; stopUrl: string };

/** Reminds a guest the day before and on the day. */
export function guestReminderEmail(props: GuestReminderProps, t: Words) {
  const { schoolName, eveningName: evening, invitedBy: by, day, rows, stopUrl } = props;
  const lead = t("mailGuests.reminder.text", { day, by, n: rows.length });
  const click = t("mailGuests.reminder.click.text");
  const stop = t("mail.stopReminders.link");
  const stopping = (
    <Section top={0}>
      <TextLink href={stopUrl}>{stop}</TextLink>
    </Section>
  );
  const parts = [
    head({ heading: evening, paragraphs: [lead, click] }, evening, lead, click),
    button(t("mail.join.button"), props.joinUrl),
    ...guestAppointments(props, 20, t),
    alone("mailGuests.alone.text", t),
    guestFoot(props, t),
    part(stopping, linkText(stop, stopUrl)),
  ];
  const subject = t("mailGuests.reminder.subject", { day, evening });
  return letter({ schoolName, subject, title: evening, preview: lead, parts }, t);
}
