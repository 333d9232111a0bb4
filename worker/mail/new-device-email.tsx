import type { Words } from "../../web/words/words.ts";
import { button, head, headText, letter, plate, smallPrint } from "./letter.tsx";

export type NewDeviceProps = {
  schoolName: string;
  officePhone: string;
  zone: string;
  at: number;
  /** "Chrome on Android"; empty where the browser did not say. */
  device: string;
  sessionsUrl: string;
};

/** Tells somebody that they, or somebody who knows their details, have signed in by a device that was never used before. */
export function newDeviceEmail(props: NewDeviceProps, t: Words) {
  const { schoolName, officePhone, zone, at, device, sessionsUrl } = props;
  const subject = t("mailSignIn.newDevice.subject", { school: schoolName });
  const title = t("mailSignIn.newDevice.title");
  const when = { date: t.date(at, zone), time: t.time(at, zone) };
  const what = t("mailSignIn.newDevice.text", { ...when, named: device ? "yes" : "no", device });
  const notYou = t("mailSignIn.newDevice.notYou.text", { known: officePhone ? "yes" : "no", phone: officePhone });
  const parts = [
    head({ heading: title, paragraphs: [what] }, headText(title, what, t)),
    plate(notYou, notYou),
    button(t("mailSignIn.newDevice.button"), sessionsUrl),
    smallPrint(t("mailSignIn.newDevice.you.text")),
  ];
  return letter({ schoolName, subject, title: subject, preview: what, parts }, t);
}
