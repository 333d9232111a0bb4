import { count } from "../../web/ui/format.ts";
import { Heading, letterHtml, MainLink, Paragraph, Section, SmallPrint } from "./letter-parts.tsx";

export type SignInProps = { schoolName: string; officePhone: string; url: string; minutes: number };

/** The link that somebody asked for. */
export function signInLetter(props: SignInProps) {
  return {
    subject: `Sign in to ${props.schoolName}`,
    html: letterHtml({
      title: `Sign in to ${props.schoolName}`,
      schoolName: props.schoolName,
      preview: words.life(props.minutes),
      children: <Body {...props} />,
    }),
    text: `${[
      props.schoolName,
      `SIGN IN\n${words.why(props.schoolName)}`,
      `Open this link to sign in:\n${props.url}`,
      words.life(props.minutes),
      words.notYou(props.officePhone),
    ].join("\n\n")}\n`,
  };
}

const words = {
  why: (schoolName: string) =>
    `Somebody asked for a link to sign in to the parents’ evenings of ${schoolName} with this address.`,
  life: (minutes: number) => `The link works once, for ${count(minutes, "minute")}.`,
  notYou: (phone: string) =>
    `If it wasn’t you, you need do nothing: nobody can sign in without this e-mail.${phone ? ` If it happens again, please tell the school’s office: ${phone}.` : ""}`,
};

function Body({ schoolName, officePhone, url, minutes }: SignInProps) {
  return (
    <>
      <Section top={16}>
        <Heading>Sign in</Heading>
        <Paragraph>{words.why(schoolName)}</Paragraph>
        <Paragraph>{words.life(minutes)}</Paragraph>
      </Section>
      <MainLink href={url} label="Sign in" />
      <Section>
        <SmallPrint>{words.notYou(officePhone)}</SmallPrint>
      </Section>
    </>
  );
}
