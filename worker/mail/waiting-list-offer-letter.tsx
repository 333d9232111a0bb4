import { clockTime, list, longDate } from "../../web/ui/format.ts";
import { Heading, letterHtml, MainLink, Paragraph, Plate, Section, SmallPrint } from "./letter-parts.tsx";

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
export function waitingListOfferLetter(props: OfferLetterProps) {
  const words = wordsOf(props);
  return {
    subject: `A time is free for you: ${props.evening.name}`,
    html: letterHtml({
      title: "A time is free for you",
      schoolName: props.schoolName,
      preview: words.held,
      children: <Body {...props} />,
    }),
    text: `${[
      props.schoolName,
      `A TIME IS FREE FOR YOU\n${words.what}`,
      words.held,
      `${words.button}:\n${props.url}`,
      words.private,
      words.why,
    ].join("\n\n")}\n`,
  };
}

function Body(props: OfferLetterProps) {
  const words = wordsOf(props);
  return (
    <>
      <Section top={16}>
        <Heading>A time is free for you</Heading>
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

function wordsOf({ evening, startsAt, until, teachers, student, subject, zone }: OfferLetterProps) {
  const at = clockTime(startsAt, zone);
  return {
    what: `${evening.name}, ${longDate(startsAt, zone)}: ${at} with ${list(teachers)} (${subject}, for ${student}).`,
    held: `It is held for you until ${clockTime(until, zone)} on ${longDate(until, zone)}. After that it is offered to the next in line.`,
    button: `Take ${at}, or say no`,
    private: "The button is for you alone: whoever has it can take this time in your name.",
    why: "You get this e-mail because you joined the waiting list.",
  };
}
