import { Chair } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Tag } from "../ui/parts.tsx";
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
  const { school, viewer, evenings } = props;
  return (
    <SchoolPage title="Parents’ evenings" school={school} viewer={viewer}>
      <header class="page-head">
        <h1>Parents’ evenings at {school.shortName}</h1>
        <p class="lead">Book your times, then meet the teachers by video from home.</p>
      </header>
      <div class="aside-layout">
        <section class="stack" aria-labelledby="evenings">
          <h2 id="evenings">Evenings</h2>
          {evenings.map((evening) => (
            <EveningArticle key={evening.id} evening={evening} {...props} />
          ))}
          {evenings.length === 0 && (
            <div class="card empty">
              <Chair />
              <p>No evening is planned yet. The school will write to you when there is one.</p>
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
            See your appointments<span class="unseen"> at {evening.name}</span>
          </a>
        </p>
      )}
      {!isBooked && booking.state === "open" && (!viewer || viewer.role === "guardian") && (
        <p>
          <a class="button" href={`/evenings/${evening.id}/book`}>
            Book<span class="unseen"> appointments for {evening.name}</span>
          </a>
        </p>
      )}
    </article>
  );
}

/** One filled button: the next step of whoever reads. */
function Door({ viewer, booked }: HomePageProps) {
  if (viewer?.role === "guardian") {
    return booked.length > 0 ? (
      <Aside
        title={`Hello, ${viewer.name}`}
        words="Your appointments, and the door to your video calls."
        link="/bookings"
      >
        My Bookings
      </Aside>
    ) : (
      <aside class="card stack" aria-labelledby="in">
        <h2 id="in">Hello, {viewer.name}</h2>
        <p>You have no appointments yet. Choose an evening to book your times.</p>
      </aside>
    );
  }
  if (viewer?.role === "teacher") {
    return (
      <Aside
        title={`Hello, ${viewer.name}`}
        words="Whom you meet, when, and the door to your calls."
        link="/staff/schedule"
      >
        My Schedule
      </Aside>
    );
  }
  if (viewer?.role === "admin") {
    return (
      <Aside title={`Hello, ${viewer.name}`} words="Evenings, people and mail." link="/admin">
        The school’s desk
      </Aside>
    );
  }
  return (
    <aside class="card stack" aria-labelledby="in">
      <h2 id="in">Parents and guardians</h2>
      <p>Sign in to book, to see your appointments or to join your video calls.</p>
      <p>
        <a class="button is-primary is-wide" href="/sign-in">
          Sign in
        </a>
      </p>
      <p class="small soft">You need no password and nothing to install.</p>
      <p class="small">
        <a class="link" href="/staff/sign-in">
          Teachers and staff sign in here
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
