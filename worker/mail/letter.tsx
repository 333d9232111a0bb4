import type { ComponentChildren } from "preact";
import type { Words } from "../../web/words/words.ts";
import {
  emailHtml,
  Heading,
  List,
  type ListRow,
  MainLink,
  Paragraph,
  Plate,
  Section,
  SmallPrint,
  Subheading,
} from "./email-components.tsx";

/** A part of a letter: what its HTML shows, and the paragraphs that stand for it in the text. */
export type Part = { html: ComponentChildren; text: readonly string[] };

export type LetterParts = {
  schoolName: string;
  subject: string;
  title: string;
  /** What an inbox shows after the subject. */
  preview: string;
  parts: readonly Part[];
};

/** A letter as it is sent: its HTML and its text are made of the same parts. */
export function letter({ schoolName, subject, title, preview, parts }: LetterParts, t: Words) {
  const children = parts.map(({ html }) => html);
  const text = [schoolName, ...parts.flatMap((one) => one.text)];
  return {
    subject,
    html: emailHtml({ title, schoolName, preview, children }, t),
    text: `${text.join("\n\n")}\n`,
  };
}

export function part(html: ComponentChildren, ...text: string[]): Part {
  return { html, text };
}

/** What the letter is, and what it says first. */
export function head(
  says: { heading: string; under?: string; paragraphs: readonly string[] },
  ...text: string[]
): Part {
  const { heading, under, paragraphs } = says;
  const html = (
    <Section top={16}>
      <Heading>{heading}</Heading>
      {under !== undefined && <Subheading>{under}</Subheading>}
      {paragraphs.map((words) => (
        <Paragraph key={words}>{words}</Paragraph>
      ))}
    </Section>
  );
  return part(html, ...text);
}

/** A heading as a text shows it, with the line under it. */
export function headText(heading: string, under: string, t: Words): string {
  return `${heading.toLocaleUpperCase(t.locale.intl)}\n${under}`;
}

/** The one thing to press, with the address to paste. */
export function button(label: string, url: string, text = linkText(label, url)): Part {
  return part(<MainLink href={url} label={label} />, text);
}

/** A link as a text shows it. */
export function linkText(label: string, url: string): string {
  return `${label}:\n${url}`;
}

/** A sentence before or after a list. */
export function sentence(words: string, top: number): Part {
  return part(
    <Section top={top}>
      <Paragraph>{words}</Paragraph>
    </Section>,
    words,
  );
}

export type ListParts = { columns: string[]; rows: ListRow[]; strong: number; top: number };

export function list({ top, ...shown }: ListParts, ...text: string[]): Part {
  return part(
    <Section top={top}>
      <List {...shown} />
    </Section>,
    ...text,
  );
}

/** The sentence that must not be missed. */
export function plate(words: ComponentChildren, ...text: string[]): Part {
  return part(
    <Section>
      <Plate>{words}</Plate>
    </Section>,
    ...text,
  );
}

export function smallPrint(words: string): Part {
  return part(
    <Section>
      <SmallPrint>{words}</SmallPrint>
    </Section>,
    words,
  );
}
