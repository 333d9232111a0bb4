import type { Words } from "../../web/words/words.ts";
import { button, head, headText, letter, plate, smallPrint } from "./letter.tsx";

export type WaitlistOfferEmailProps = {
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

/** Tells the first on the waitlist that a time has become free and is held for them. */
export function waitlistOfferEmail(props: WaitlistOfferEmailProps, t: Words) {
  const { schoolName, evening, url } = props;
  const words = wordsOf(props, t);
  const { title, what, held } = words;
  const parts = [
    head({ heading: title, paragraphs: [what, held] }, headText(title, what, t), held),
    button(words.button, url),
    plate(words.private, words.private),
    smallPrint(words.why),
  ];
  const subject = t("mailBookings.offer.subject", { evening: evening.name });
  return letter({ schoolName, subject, title, preview: held, parts }, t);
}

function wordsOf({ evening, startsAt, until, teachers, student, subject, zone }: WaitlistOfferEmailProps, t: Words) {
  const [time, day] = [t.time(startsAt, zone), t.date(startsAt, zone)];
  const what = { evening: evening.name, day, time, teachers: t.list(teachers), subject, student };
  return {
    title: t("mailBookings.offer.title"),
    what: t("mailBookings.offer.text", what),
    held: t("mailBookings.offer.held.text", { time: t.time(until, zone), day: t.date(until, zone) }),
    button: t("mailBookings.offer.button", { time }),
    private: t("mailBookings.offer.private.text"),
    why: t("mailBookings.offer.why.text"),
  };
}
