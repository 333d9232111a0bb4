import type { Words } from "../../web/words/words.ts";
import { button, head, headText, letter, part, smallPrint } from "./letter.tsx";

export type SignInProps = { schoolName: string; officePhone: string; url: string; minutes: number };

/** The link that somebody asked for. */
export function signInEmail({ schoolName, officePhone, url, minutes }: SignInProps, t: Words) {
  const subject = t("mailSignIn.subject", { school: schoolName });
  const [signIn, why] = [t("mailSignIn.signIn.title"), t("mailSignIn.why.text", { school: schoolName })];
  const life = t("mailSignIn.life.text", { minutes });
  const parts = [
    head({ heading: signIn, paragraphs: [why, life] }, headText(signIn, why, t)),
    button(signIn, url, `${t("mailSignIn.open.text")}\n${url}`),
    part(null, life),
    smallPrint(t("mailSignIn.notYou.text", { known: officePhone ? "yes" : "no", phone: officePhone })),
  ];
  return letter({ schoolName, subject, title: subject, preview: life, parts }, t);
}
