import type { Words } from "../../web/words/words.ts";
import { head, headText, letter, smallPrint } from "./letter.tsx";

const WHAT = { former: "mailSignIn.address.former.text", present: "mailSignIn.address.present.text" } as const;

export type AddressChangedProps = { schoolName: string; officePhone: string; to: "former" | "present" };

/** That the school has changed somebody's e-mail address. */
export function addressChangedEmail({ schoolName, officePhone, to }: AddressChangedProps, t: Words) {
  const subject = t("mailSignIn.address.subject", { school: schoolName });
  const heading = t("mailSignIn.address.title");
  const what = t(WHAT[to], { school: schoolName });
  const signedOut = t("mailSignIn.address.signedOut.text");
  const parts = [
    head({ heading, paragraphs: [what, signedOut] }, headText(heading, what, t), signedOut),
    smallPrint(t("mailSignIn.address.notYou.text", { known: officePhone ? "yes" : "no", phone: officePhone })),
  ];
  return letter({ schoolName, subject, title: subject, preview: what, parts }, t);
}
