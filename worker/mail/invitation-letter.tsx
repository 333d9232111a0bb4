import type { ComponentChildren } from "preact";
import { sameDay } from "../../web/words/format.ts";
import { useWords } from "../../web/words/use-words.ts";
import type { Words } from "../../web/words/words.ts";
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
} from "./email-components.tsx";

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

/** "Video Call Invitation", as the founding page shows it. */
export function invitationLetter(props: InvitationProps, t: Words) {
  const { schoolName, eveningName: evening } = props;
  const children = <Body {...props} />;
  return {
    subject: t("mailGuests.invitationSubject", { evening }),
    html: letterHtml({ title: t("mailGuests.invitation"), schoolName, preview: previewOf(props, t), children }, t),
    text: toText(props, t),
  };
}

function Body(props: InvitationProps) {
  const t = useWords();
  return (
    <>
      <Section top={16}>
        <Heading>{t("mailGuests.invitation")}</Heading>
        <Subheading>{props.eveningName}</Subheading>
        <Paragraph>{t("mailGuests.invited", { by: props.invitedBy })}</Paragraph>
        <Paragraph>{t("mailGuests.click")}</Paragraph>
      </Section>
      <MainLink href={props.joinUrl} label={t("mail.joinVideoCall")} />
      <Section top={12}>
        <Paragraph>{t(props.rows.length > 0 ? "mailGuests.follow" : "mailGuests.none")}</Paragraph>
      </Section>
      {props.rows.length > 0 && (
        <Section top={8}>
          <GuestList {...props} />
        </Section>
      )}
      <Section>
        <Plate>{t.rich("mailGuests.alone", { strong })}</Plate>
      </Section>
      <GuestFoot {...props} />
    </>
  );
}

export const strong = (children: ComponentChildren) => <strong>{children}</strong>;
/** For letters in text, where nothing is bold. */
export const asText = (children: ComponentChildren) => children;

/** The appointments, said in every letter to a guest that has some. */
export function GuestList(props: Pick<InvitationProps, "rows" | "zone">) {
  const t = useWords();
  const columns = [t("mail.date"), t("mail.time"), t("mail.student"), t("mail.teacher"), t("mail.department")];
  return <List columns={columns} rows={guestCells(props, t)} strong={1} />;
}

/** Why the guest gets the mail, and the way out. */
export function GuestFoot(props: InvitationProps) {
  const t = useWords();
  return (
    <Section>
      <SmallPrint>{whyGuest(props, t)}</SmallPrint>
      <TextLink href={props.notMeUrl}>{t("mailGuests.notMe")}</TextLink>
    </Section>
  );
}

export function whyGuest({ invitedBy, retentionDays }: InvitationProps, t: Words): string {
  return t("mailGuests.why", { by: invitedBy, days: retentionDays });
}

/** The appointments as cells under the columns of the list. */
function guestCells({ rows, zone }: Pick<InvitationProps, "rows" | "zone">, t: Words) {
  return rows.map((row, at) => ({
    key: String(at),
    cells: [t.date(row.startsAt, zone), t.time(row.startsAt, zone), row.student, t.list(row.teachers), row.department],
  }));
}

function previewOf({ invitedBy: by, rows, zone }: InvitationProps, t: Words): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return t("mailGuests.previewNone", { by });
  const values = { by, n: rows.length, time: t.time(first.startsAt, zone) };
  if (!sameDay(first.startsAt, last.startsAt, zone)) return t("mailGuests.preview", values);
  return t("mailGuests.previewOn", { ...values, day: t.date(first.startsAt, zone) });
}

function toText(props: InvitationProps, t: Words): string {
  const lines = guestLines(props, t);
  return `${[
    props.schoolName,
    `${t("mailGuests.invitation").toLocaleUpperCase(t.locale.intl)}\n${props.eveningName}`,
    t("mailGuests.invited", { by: props.invitedBy }),
    `${t("mailGuests.open")}\n${props.joinUrl}`,
    ...(lines.length > 0 ? [t("mailGuests.follow"), ...lines] : [t("mailGuests.none")]),
    plain(t.rich("mailGuests.alone", { strong: asText })),
    whyGuest(props, t),
    `${t("mailGuests.notMe")}:\n${props.notMeUrl}`,
  ].join("\n\n")}\n`;
}

/** A message whose elements were left out, as one text. */
export function plain(parts: ComponentChildren): string {
  return [parts].flat(Number.POSITIVE_INFINITY).join("");
}

/** The appointments as text, one paragraph each. */
export function guestLines(props: Pick<InvitationProps, "rows" | "zone">, t: Words): string[] {
  const heads = [t("mail.student"), t("mail.teacher"), t("mail.department")];
  return guestCells(props, t).map(({ cells: [date, time, ...rest] }) => {
    const details = rest.map((cell, at) => `    ${heads[at]}: ${cell}`);
    return [`  ${date}, ${time}`, ...details].join("\n");
  });
}
