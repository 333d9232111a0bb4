import type { Words } from "../../web/words/words.ts";
import { button, head, headText, letter, part, smallPrint } from "./letter.tsx";

/** The link by which an operator signs in. It is of no school, so that it goes past the outbox. */
export function operatorEmail({ url, minutes }: { url: string; minutes: number }, t: Words) {
  const subject = t("mailSignIn.operator.subject");
  const [signIn, why] = [t("mailSignIn.signIn.title"), t("mailSignIn.operator.why.text")];
  const life = t("mailSignIn.life.text", { minutes });
  const parts = [
    head({ heading: signIn, paragraphs: [why, life] }, headText(signIn, why, t)),
    button(signIn, url, `${t("mailSignIn.open.text")}\n${url}`),
    part(null, life),
    smallPrint(t("mailSignIn.operator.notYou.text")),
  ];
  return letter({ schoolName: "Parlour", subject, title: subject, preview: life, parts }, t);
}
