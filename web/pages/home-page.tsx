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
    <SchoolPage title={t("home.page.pageTitle")} school={school} viewer={viewer}>
      <header class="page-head">
        <h1>{t("home.page.title", { shortName: school.shortName })}</h1>
        <p class="lead">{t("home.page.text")}</p>
      </header>
      <div class="aside-layout">
        <section class="stack" aria-labelledby="evenings">
          <h2 id="evenings">{t("home.evenings.heading")}</h2>
          {evenings.map((evening) => (
            <EveningArticle key={evening.id} evening={evening} {...props} />
          ))}
          {evenings.length === 0 && (
            <div class="card empty">
              <Chair />
              <p>{t("home.evenings.none.text")}</p>
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
            {t.rich("home.evening.appointments.link", {
              name: evening.name,
              unseen: (children) => <span class="unseen">{children}</span>,
            })}
          </a>
        </p>
      )}
      {!isBooked && booking.state === "open" && (!viewer || viewer.role === "guardian") && (
        <p>
          <a class="button" href={`/evenings/${evening.id}/book`}>
            {t.rich("home.evening.book.link", {
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
      <Aside title={t("home.hello.title", { name: viewer.name })} words={t("home.guardian.text")} link="/bookings">
        {t("home.guardian.myBookings.link")}
      </Aside>
    ) : (
      <aside class="card stack" aria-labelledby="in">
        <h2 id="in">{t("home.hello.title", { name: viewer.name })}</h2>
        <p>{t("home.guardian.none.text")}</p>
      </aside>
    );
  }
  if (viewer?.role === "teacher") {
    return (
      <Aside title={t("home.hello.title", { name: viewer.name })} words={t("home.teacher.text")} link="/staff/schedule">
        {t("home.teacher.mySchedule.link")}
      </Aside>
    );
  }
  if (viewer?.role === "admin" || viewer?.role === "office") {
    return (
      <Aside title={t("home.hello.title", { name: viewer.name })} words={t("home.admin.text")} link="/admin">
        {t("home.admin.desk.link")}
      </Aside>
    );
  }
  return (
    <aside class="card stack" aria-labelledby="in">
      <h2 id="in">{t("home.signIn.heading")}</h2>
      <p>{t("home.signIn.text")}</p>
      <p>
        <a class="button is-primary is-wide" href="/sign-in">
          {t("home.signIn.link")}
        </a>
      </p>
      <p class="small soft">{t("home.signIn.hint")}</p>
      <p class="small">
        <a class="link" href="/staff/sign-in">
          {t("home.signIn.staff.link")}
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
