import { instantWords, OperatorPage } from "./operator-frame.tsx";

const DAY_MS = 24 * 3_600_000;

export type OperatorEndProps = {
  operator: string;
  school: { slug: string; name: string; retentionDays: number };
  now: number;
};

/** Says what happens when a school ends, before it does. */
export function OperatorEndPage({ operator, school, now }: OperatorEndProps) {
  const here = `/operator/schools/${school.slug}`;
  const days = school.retentionDays === 1 ? "one day" : `${school.retentionDays} days`;
  return (
    <OperatorPage title={`End ${school.name}?`} operator={operator}>
      <header class="stack-s">
        <a class="back" href={here}>
          {school.name}
        </a>
        <h1>End {school.name}?</h1>
      </header>
      <section class="card stack" aria-labelledby="what">
        <h2 id="what">What happens</h2>
        <ul class="plain-list">
          <li>At once nobody gets in any more: no family, no guest, no teacher, no admin. Open calls end.</li>
          <li>Nothing is mailed any more, and nobody is told by mail that it has ended. Calendars get no more news.</li>
          <li>
            After {days} (the school’s own retention, on {instantWords(now + school.retentionDays * DAY_MS)} if you
            press now) all of its rows and rooms are deleted. Nothing brings them back then.
          </li>
          <li>Until then you can download its records here, and resume it: then all is as it was.</li>
        </ul>
        <div class="row">
          <form method="post" action={`${here}/end`}>
            <button class="button is-danger" type="submit">
              End {school.name}
            </button>
          </form>
          <a class="button" href={here}>
            Keep it
          </a>
        </div>
      </section>
    </OperatorPage>
  );
}
