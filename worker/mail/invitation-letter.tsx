import { sameDay } from "../../web/words/format.ts";
import type { Words } from "../../web/words/words.ts";
import { alone, guestAppointments, guestFoot, type InvitationProps } from "./guest-parts.tsx";
import { button, head, headText, letter, sentence } from "./letter.tsx";

/** "Video Call Invitation", as the founding page shows it. */
export function invitationLetter(props: InvitationProps, t: Words) {
  const { schoolName, eveningName: evening, joinUrl, rows } = props;
  const [title, invited] = [t("mailGuests.invitation"), t("mailGuests.invited", { by: props.invitedBy })];
  const parts = [
    head(
      { heading: title, under: evening, paragraphs: [invited, t("mailGuests.click")] },
      ...[headText(title, evening, t), invited],
    ),
    button(t("mail.joinVideoCall"), joinUrl, `${t("mailGuests.open")}\n${joinUrl}`),
    sentence(t(rows.length > 0 ? "mailGuests.follow" : "mailGuests.none"), 12),
    ...guestAppointments(props, 8, t),
    alone("mailGuests.alone", t),
    guestFoot(props, t),
  ];
  const subject = t("mailGuests.invitationSubject", { evening });
  return letter({ schoolName, subject, title, preview: previewOf(props, t), parts }, t);
}

function previewOf({ invitedBy: by, rows, zone }: InvitationProps, t: Words): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return t("mailGuests.previewNone", { by });
  const values = { by, n: rows.length, time: t.time(first.startsAt, zone) };
  if (!sameDay(first.startsAt, last.startsAt, zone)) return t("mailGuests.preview", values);
  return t("mailGuests.previewOn", { ...values, day: t.date(first.startsAt, zone) });
}
