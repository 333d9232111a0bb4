import type { Words } from "../../web/words/words.ts";
import { button, head, headText, letter, part, smallPrint } from "./letter.tsx";

export type SignInProps = { schoolName: string; officePhone: string; url: string; minutes: number };

/** The link that somebody asked for. */
export function signInLetter({ schoolName, officePhone, url, minutes }: SignInProps, t: Words) {
  const subject = t("mailSignIn.subject", { school: schoolName });
  const [signIn, why] = [t("mailSignIn.signIn"), t("mailSignIn.why", { school: schoolName })];
  const life = t("mailSignIn.life", { minutes });
  const parts = [
    head({ heading: signIn, paragraphs: [why, life] }, headText(signIn, why, t)),
    button(signIn, url, `${t("mailSignIn.open")}\n${url}`),
    part(null, life),
    smallPrint(t("mailSignIn.notYou", { known: officePhone ? "yes" : "no", phone: officePhone })),
  ];
  return letter({ schoolName, subject, title: subject, preview: life, parts }, t);
}
