import { useWords } from "../../web/words/use-words.ts";
import type { Words } from "../../web/words/words.ts";
import { Heading, letterHtml, MainLink, Paragraph, Plate, Section, SmallPrint } from "./email-components.tsx";

export type OfferLetterProps = {
  schoolName: string;
  zone: string;
  evening: { name: string };
  startsAt: number;
  until: number;
  teachers: string[];
  student: string;
  subject: string;
  url: string;
};

/** Tells the first in line that a time has become free and is held for them. */
export function waitingListOfferLetter(props: OfferLetterProps, t: Words) {
  const words = wordsOf(props, t);
  return {
    subject: t("mailBookings.offerSubject", { evening: props.evening.name }),
    html: letterHtml(
      { title: words.title, schoolName: props.schoolName, preview: words.held, children: <Body {...props} /> },
      t,
    ),
    text: `${[
      props.schoolName,
      `${words.title.toLocaleUpperCase(t.locale.intl)}\n${words.what}`,
      words.held,
      `${words.button}:\n${props.url}`,
      words.private,
      words.why,
    ].join("\n\n")}\n`,
  };
}

function Body(props: OfferLetterProps) {
  const words = wordsOf(props, useWords());
  return (
    <>
      <Section top={16}>
        <Heading>{words.title}</Heading>
        <Paragraph>{words.what}</Paragraph>
        <Paragraph>{words.held}</Paragraph>
      </Section>
      <MainLink href={props.url} label={words.button} />
      <Section>
        <Plate>{words.private}</Plate>
      </Section>
      <Section>
        <SmallPrint>{words.why}</SmallPrint>
      </Section>
    </>
  );
}

function wordsOf({ evening, startsAt, until, teachers, student, subject, zone }: OfferLetterProps, t: Words) {
  const [time, day] = [t.time(startsAt, zone), t.date(startsAt, zone)];
  const what = { evening: evening.name, day, time, teachers: t.list(teachers), subject, student };
  return {
    title: t("mailBookings.offer"),
    what: t("mailBookings.offerWhat", what),
    held: t("mailBookings.offerHeld", { time: t.time(until, zone), day: t.date(until, zone) }),
    button: t("mailBookings.offerButton", { time }),
    private: t("mailBookings.offerPrivate"),
    why: t("mailBookings.offerWhy"),
  };
}
