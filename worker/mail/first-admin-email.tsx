import type { Words } from "../../web/words/words.ts";
import { button, head, headText, letter, part, smallPrint } from "./letter.tsx";

export type FirstAdminProps = { schoolName: string; url: string; until: string; address: string };

/** What the first admin of a new school gets. */
export function firstAdminEmail({ schoolName, url, until, address }: FirstAdminProps, t: Words) {
  const subject = t("mailSignIn.welcome.subject", { school: schoolName });
  const title = t("mailSignIn.welcome.title");
  const why = t("mailSignIn.welcome.why.text", { school: schoolName });
  const life = t("mailSignIn.welcome.life.text", { date: until, address });
  const parts = [
    head({ heading: title, paragraphs: [why, life] }, headText(title, why, t)),
    button(t("mailSignIn.signIn.title"), url, `${t("mailSignIn.open.text")}\n${url}`),
    part(null, life),
    smallPrint(t("mailSignIn.welcome.notYou.text")),
  ];
  return letter({ schoolName, subject, title: subject, preview: why, parts }, t);
}
