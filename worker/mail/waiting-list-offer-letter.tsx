import type { Words } from "../../web/words/words.ts";
import { button, head, headText, letter, plate, smallPrint } from "./letter.tsx";

export type OfferLetterProps = {
  schoolName: string;
  zone: string;
  evening: { name: string };
  startsAt: number;
  until: number;
  teachers: string[];
  student: string;
  subject: string;
  url: string;
};

/** Tells the first in line that a time has become free and is held for them. */
export function waitingListOfferLetter(props: OfferLetterProps, t: Words) {
  const { schoolName, evening, url } = props;
  const words = wordsOf(props, t);
  const { title, what, held } = words;
  const parts = [
    head({ heading: title, paragraphs: [what, held] }, headText(title, what, t), held),
    button(words.button, url),
    plate(words.private, words.private),
    smallPrint(words.why),
  ];
  const subject = t("mailBookings.offerSubject", { evening: evening.name });
  return letter({ schoolName, subject, title, preview: held, parts }, t);
}

function wordsOf({ evening, startsAt, until, teachers, student, subject, zone }: OfferLetterProps, t: Words) {
  const [time, day] = [t.time(startsAt, zone), t.date(startsAt, zone)];
  const what = { evening: evening.name, day, time, teachers: t.list(teachers), subject, student };
  return {
    title: t("mailBookings.offer"),
    what: t("mailBookings.offerWhat", what),
    held: t("mailBookings.offerHeld", { time: t.time(until, zone), day: t.date(until, zone) }),
    button: t("mailBookings.offerButton", { time }),
    private: t("mailBookings.offerPrivate"),
    why: t("mailBookings.offerWhy"),
  };
}
