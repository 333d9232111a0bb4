import type { Words } from "../../web/words/words.ts";
import { head, headText, letter } from "./letter.tsx";

/** What others of the school are told where an operator has let an admin back in. It holds no link and no address. */
export function adminLetInEmail(schoolName: string, admin: string, t: Words) {
  const subject = t("mailSignIn.letIn.subject", { school: schoolName });
  const title = t("mailSignIn.letIn.title");
  const why = t("mailSignIn.letIn.why.text", { admin, school: schoolName });
  const ask = t("mailSignIn.letIn.ask.text", { admin });
  const parts = [head({ heading: title, paragraphs: [why, ask] }, headText(title, why, t), ask)];
  return letter({ schoolName, subject, title: subject, preview: why, parts }, t);
}
