import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { sameDay } from "../words/format.ts";
import { useWords } from "../words/use-words.ts";

export type OfferProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  id: string;
  /** What the address carries; empty for the guardian who is signed in. */
  token: string;
  now: number;
  evening: { id: string; name: string };
  startsAt: number;
  until: number;
  state: "held" | "taken" | "over";
  teachers: string[];
  student: string;
  subject: string;
};

/** A time that has become free and is held for a waitlist entry. */
export function OfferPage(props: OfferProps) {
  const t = useWords();
  const { school, viewer, zone, evening, state } = props;
  return (
    <SchoolPage title={t(TITLES[state])} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <p class="eyebrow">
          {evening.name} · {t.date(props.startsAt, zone)}
        </p>
        <h1>{t(TITLES[state])}</h1>
      </header>
      <div class="stack">
        <div class="card stack-s">
          <p>
            <strong>
              {t("offers.offer.title", { time: t.time(props.startsAt, zone), teachers: t.list(props.teachers) })}
            </strong>
          </p>
          <p class="soft">{t("offers.offer.subject.text", { subject: props.subject, student: props.student })}</p>
        </div>
        {state === "held" && <Answer {...props} />}
        {state === "taken" && (
          <Notice kind="good" role="status">
            <p>{t("offers.taken.text")}</p>
          </Notice>
        )}
        {state === "over" && (
          <Notice kind="warn">
            <p>{t("offers.over.text")}</p>
          </Notice>
        )}
        <p>
          <a href={state === "taken" ? `/bookings?evening=${evening.id}` : `/evenings/${evening.id}/book/manual`}>
            {state === "taken" ? t("offers.taken.link") : t("offers.over.link")}
          </a>
        </p>
      </div>
    </SchoolPage>
  );
}

const TITLES = {
  held: "offers.held.title",
  taken: "offers.taken.title",
  over: "offers.over.title",
} as const;

function Answer({ id, token, until, now, startsAt, zone }: OfferProps) {
  const t = useWords();
  const today = sameDay(until, now, zone) ? "yes" : "no";
  return (
    <form class="stack" method="post" action={`/offers/${id}`}>
      <input type="hidden" name="token" value={token} />
      <p>
        {t.rich("offers.held.text", {
          until: t.time(until, zone),
          today,
          day: t.date(until, zone),
          strong: (children) => <strong>{children}</strong>,
        })}
      </p>
      <p class="row">
        <button class="button is-primary" type="submit" name="answer" value="take">
          {t("offers.held.take.button", { time: t.time(startsAt, zone) })}
        </button>
        <button class="button" type="submit" name="answer" value="decline">
          {t("offers.held.decline.button")}
        </button>
      </p>
    </form>
  );
}
