import { useWords } from "../../web/words/use-words.ts";
import type { Words } from "../../web/words/words.ts";
import { Heading, letterHtml, MainLink, Paragraph, Section, SmallPrint } from "./email-components.tsx";

export type SignInProps = { schoolName: string; officePhone: string; url: string; minutes: number };

/** The link that somebody asked for. */
export function signInLetter(props: SignInProps, t: Words) {
  const { schoolName, minutes, url } = props;
  const subject = t("mailSignIn.subject", { school: schoolName });
  const life = t("mailSignIn.life", { minutes });
  return {
    subject,
    html: letterHtml({ title: subject, schoolName, preview: life, children: <Body {...props} /> }, t),
    text: `${[
      schoolName,
      `${t("mailSignIn.signIn").toLocaleUpperCase(t.locale.intl)}\n${t("mailSignIn.why", { school: schoolName })}`,
      `${t("mailSignIn.open")}\n${url}`,
      life,
      notYou(props, t),
    ].join("\n\n")}\n`,
  };
}

function notYou({ officePhone }: SignInProps, t: Words): string {
  return t("mailSignIn.notYou", { known: officePhone ? "yes" : "no", phone: officePhone });
}

function Body(props: SignInProps) {
  const t = useWords();
  return (
    <>
      <Section top={16}>
        <Heading>{t("mailSignIn.signIn")}</Heading>
        <Paragraph>{t("mailSignIn.why", { school: props.schoolName })}</Paragraph>
        <Paragraph>{t("mailSignIn.life", { minutes: props.minutes })}</Paragraph>
      </Section>
      <MainLink href={props.url} label={t("mailSignIn.signIn")} />
      <Section>
        <SmallPrint>{notYou(props, t)}</SmallPrint>
      </Section>
    </>
  );
}
