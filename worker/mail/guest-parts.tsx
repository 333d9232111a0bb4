import type { ComponentChildren } from "preact";
import type { Words } from "../../web/words/words.ts";
import { Section, SmallPrint, TextLink } from "./email-components.tsx";
import { linkText, list, type Part, part, plate } from "./letter.tsx";

/** What every email to a guest says of the invite. */
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

/** The appointments; as text, one paragraph each. Nothing where there are none. */
export function guestAppointments({ rows, zone }: InvitationProps, top: number, t: Words): Part[] {
  if (rows.length === 0) return [];
  const columns = [
    t("mail.date.column"),
    t("mail.time.column"),
    t("mail.student.column"),
    t("mail.teacher.column"),
    t("mail.department.column"),
  ];
  const cells = rows.map((row) => [
    ...[t.date(row.startsAt, zone), t.time(row.startsAt, zone)],
    ...[row.student, t.list(row.teachers), row.department],
  ]);
  const text = cells.map(([date, time, ...rest]) => {
    const details = rest.map((cell, at) => `    ${columns[at + 2]}: ${cell}`);
    return [`  ${date}, ${time}`, ...details].join("\n");
  });
  return [list({ columns, rows: cells.map((row, at) => ({ key: String(at), cells: row })), strong: 1, top }, ...text)];
}

/** That the link is the guest's own. */
export function alone(key: "mailGuests.alone.text" | "mailGuests.changed.alone.text", t: Words): Part {
  const strong = (children: ComponentChildren) => <strong>{children}</strong>;
  const asText = (children: ComponentChildren) => children;
  return plate(t.rich(key, { strong }), plain(t.rich(key, { strong: asText })));
}

/** Why the guest gets the mail, and the way out. */
export function guestFoot({ invitedBy, retentionDays, notMeUrl }: InvitationProps, t: Words): Part {
  const [why, notMe] = [t("mailGuests.why.text", { by: invitedBy, days: retentionDays }), t("mailGuests.notMe.link")];
  const html = (
    <Section>
      <SmallPrint>{why}</SmallPrint>
      <TextLink href={notMeUrl}>{notMe}</TextLink>
    </Section>
  );
  return part(html, why, linkText(notMe, notMeUrl));
}

/** A message whose elements were left out, as one text. */
function plain(parts: ComponentChildren): string {
  return [parts].flat(Number.POSITIVE_INFINITY).join("");
}
