import type { Words } from "../../web/words/words.ts";
import { button, head, headText, letter, sentence, smallPrint } from "./letter.tsx";

export type StaffAccountProps = {
  schoolName: string;
  officePhone: string;
  name: string;
  role: "admin" | "office" | "teacher";
  days: number;
  url: string;
  /** Where they ask for the next link. */
  doorUrl: string;
};

/** Tells somebody of the staff that they have an account, and lets them in for the first time. */
export function staffAccountEmail(props: StaffAccountProps, t: Words) {
  const { schoolName: school, officePhone, name, role, days, url, doorUrl } = props;
  const subject = t("mailStaff.account.subject", { school });
  const [signIn, hello] = [t("mailSignIn.signIn.title"), t("mailStaff.account.text", { name, school })];
  const may = t("mailStaff.role.text", { role });
  const life = t("mailStaff.life.text", { days });
  const parts = [
    head({ heading: subject, paragraphs: [hello, may, life] }, headText(subject, hello, t), may),
    button(signIn, url, `${t("mailSignIn.open.text")}\n${url}`),
    sentence(life, 8),
    sentence(t("mailStaff.door.text", { url: doorUrl }), 8),
    smallPrint(t("mailStaff.notYou.text", { known: officePhone ? "yes" : "no", phone: officePhone })),
  ];
  return letter({ schoolName: school, subject, title: subject, preview: hello, parts }, t);
}
