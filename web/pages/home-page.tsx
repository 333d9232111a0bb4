import { Chair } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Tag } from "../ui/parts.tsx";
import { useWords } from "../words/use-words.ts";
import type { EveningCard } from "./evening-words.ts";

export type HomePageProps = {
  school: SchoolView;
  viewer: Viewer;
  evenings: EveningCard[];
  /** Ids of the evenings in which the viewer has appointments. */
  booked: string[];
};

/** A school's front page: its evenings, and the door. */
export function HomePage(props: HomePageProps) {
  const t = useWords();
  const { school, viewer, evenings } = props;
  return (
    <SchoolPage title={t("home.parentsEvenings")} school={school} viewer={viewer}>
      <header class="page-head">
        <h1>{t("home.parentsEveningsAt", { shortName: school.shortName })}</h1>
        <p class="lead">{t("home.bookYourTimesThen")}</p>
      </header>
      <div class="aside-layout">
        <section class="stack" aria-labelledby="evenings">
          <h2 id="evenings">{t("home.evenings")}</h2>
          {evenings.map((evening) => (
            <EveningArticle key={evening.id} evening={evening} {...props} />
          ))}
          {evenings.length === 0 && (
            <div class="card empty">
              <Chair />
              <p>{t("home.noEveningIsPlanned")}</p>
            </div>
          )}
        </section>
        <Door {...props} />
      </div>
    </SchoolPage>
  );
}

const TAG = { early: ["info", "clock"], open: ["good", "tick"], over: [undefined, "clock"] } as const;

function EveningArticle({ evening, viewer, booked }: HomePageProps & { evening: EveningCard }) {
  const t = useWords();
  const { booking } = evening;
  const [kind, icon] = TAG[booking.state];
  const isBooked = booked.includes(evening.id);
  return (
    <article class="card stack-s">
      <div class="row is-apart">
        <h3>{evening.name}</h3>
        <Tag {...(kind ? { kind } : {})} icon={icon}>
          {booking.tag}
        </Tag>
      </div>
      <p>{evening.when}</p>
      {evening.message && <p class="soft">{evening.message}</p>}
      {!isBooked && <p class="soft">{booking.words}</p>}
      {isBooked && (
        <p>
          <a class="link" href={`/bookings?evening=${evening.id}`}>
            {t.rich("home.seeYourAppointmentsAt", {
              name: evening.name,
              unseen: (children) => <span class="unseen">{children}</span>,
            })}
          </a>
        </p>
      )}
      {!isBooked && booking.state === "open" && (!viewer || viewer.role === "guardian") && (
        <p>
          <a class="button" href={`/evenings/${evening.id}/book`}>
            {t.rich("home.bookAppointmentsFor", {
              name: evening.name,
              unseen: (children) => <span class="unseen">{children}</span>,
            })}
          </a>
        </p>
      )}
    </article>
  );
}

/** One filled button: the next step of whoever reads. */
function Door({ viewer, booked }: HomePageProps) {
  const t = useWords();
  if (viewer?.role === "guardian") {
    return booked.length > 0 ? (
      <Aside title={t("home.hello", { name: viewer.name })} words={t("home.yourAppointmentsAndThe")} link="/bookings">
        {t("home.myBookings")}
      </Aside>
    ) : (
      <aside class="card stack" aria-labelledby="in">
        <h2 id="in">{t("home.hello", { name: viewer.name })}</h2>
        <p>{t("home.youHaveNoAppointments")}</p>
      </aside>
    );
  }
  if (viewer?.role === "teacher") {
    return (
      <Aside title={t("home.hello", { name: viewer.name })} words={t("home.whomYouMeetWhen")} link="/staff/schedule">
        {t("home.mySchedule")}
      </Aside>
    );
  }
  if (viewer?.role === "admin") {
    return (
      <Aside title={t("home.hello", { name: viewer.name })} words={t("home.eveningsPeopleAndMail")} link="/admin">
        {t("home.theSchoolsDesk")}
      </Aside>
    );
  }
  return (
    <aside class="card stack" aria-labelledby="in">
      <h2 id="in">{t("home.parentsAndGuardians")}</h2>
      <p>{t("home.signInToBook")}</p>
      <p>
        <a class="button is-primary is-wide" href="/sign-in">
          {t("home.signIn")}
        </a>
      </p>
      <p class="small soft">{t("home.youNeedNoPassword")}</p>
      <p class="small">
        <a class="link" href="/staff/sign-in">
          {t("home.teachersAndStaffSign")}
        </a>
      </p>
    </aside>
  );
}

function Aside({ title, words, link, children }: { title: string; words: string; link: string; children: string }) {
  return (
    <aside class="card stack" aria-labelledby="in">
      <h2 id="in">{title}</h2>
      <p>{words}</p>
      <p>
        <a class="button is-primary is-wide" href={link}>
          {children}
        </a>
      </p>
    </aside>
  );
}
