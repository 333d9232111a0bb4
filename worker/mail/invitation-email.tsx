import { sameDay } from "../../web/words/format.ts";
import type { Words } from "../../web/words/words.ts";
import { alone, guestAppointments, guestFoot, type InvitationProps } from "./guest-parts.tsx";
import { button, head, headText, letter, sentence } from "./letter.tsx";

/** "Video Call Invitation", as the founding page shows it. */
export function invitationEmail(props: InvitationProps, t: Words) {
  const { schoolName, eveningName: evening, joinUrl, rows } = props;
  const [title, invited] = [t("mailGuests.invitation.title"), t("mailGuests.invitation.text", { by: props.invitedBy })];
  const parts = [
    head(
      { heading: title, under: evening, paragraphs: [invited, t("mailGuests.invitation.click.text")] },
      ...[headText(title, evening, t), invited],
    ),
    button(t("mail.join.button"), joinUrl, `${t("mailGuests.invitation.open.text")}\n${joinUrl}`),
    sentence(t(rows.length > 0 ? "mailGuests.appointments.text" : "mailGuests.appointments.none.text"), 12),
    ...guestAppointments(props, 8, t),
    alone("mailGuests.alone.text", t),
    guestFoot(props, t),
  ];
  const subject = t("mailGuests.invitation.subject", { evening });
  return letter({ schoolName, subject, title, preview: previewOf(props, t), parts }, t);
}

function previewOf({ invitedBy: by, rows, zone }: InvitationProps, t: Words): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return t("mailGuests.preview.none.text", { by });
  const values = { by, n: rows.length, time: t.time(first.startsAt, zone) };
  if (!sameDay(first.startsAt, last.startsAt, zone)) return t("mailGuests.preview.text", values);
  return t("mailGuests.preview.oneDay.text", { ...values, day: t.date(first.startsAt, zone) });
}
