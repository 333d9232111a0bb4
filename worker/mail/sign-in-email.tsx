import type { Words } from "../../web/words/words.ts";
import { Figures, Section } from "./email-components.tsx";
import { button, head, headText, letter, part, smallPrint } from "./letter.tsx";

export type SignInProps = {
  schoolName: string;
  officePhone: string;
  url: string;
  minutes: number;
  /** Six figures to type instead, in the browser that asked; null where a link alone was asked for. */
  code: { figures: string; minutes: number } | null;
};

/** The link that somebody asked for, and its code. */
export function signInEmail({ schoolName, officePhone, url, minutes, code }: SignInProps, t: Words) {
  const subject = t("mailSignIn.subject", { school: schoolName });
  const signIn = t("mailSignIn.signIn.title");
  const why = t(code ? "mailSignIn.code.why.text" : "mailSignIn.why.text", { school: schoolName });
  const life = t("mailSignIn.life.text", { minutes });
  const parts = [
    head({ heading: signIn, paragraphs: code ? [why] : [why, life] }, headText(signIn, why, t)),
    ...(code ? [codePart(code, t)] : []),
    button(signIn, url, `${t(code ? "mailSignIn.code.orOpen.text" : "mailSignIn.open.text")}\n${url}`),
    code ? smallPrint(life) : part(null, life),
    smallPrint(t("mailSignIn.notYou.text", { known: officePhone ? "yes" : "no", phone: officePhone })),
  ];
  return letter({ schoolName, subject, title: subject, preview: code ? why : life, parts }, t);
}

function codePart({ figures, minutes }: NonNullable<SignInProps["code"]>, t: Words) {
  const words = t("mailSignIn.code.text", { minutes });
  const html = (
    <Section>
      <Figures label={words}>{figures}</Figures>
    </Section>
  );
  return part(html, `${words}\n  ${figures}`);
}
