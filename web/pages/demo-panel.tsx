export type FrontPerson = {
  role: "guardian" | "teacher" | "admin" | "office" | "operator";
  name: string;
  signInUrl: string;
};
/** Only on the machine of whoever tries Parlour out. */
export type DemoPanelProps = { schoolName: string; schoolUrl: string; people: FrontPerson[]; operators: FrontPerson[] };

/** The demo school has twelve people; whoever brings a large school in does not want thousands of buttons. */
const MOST_BUTTONS = 24;

const GROUPS = [
  { role: "guardian", title: "Parents and guardians" },
  { role: "teacher", title: "Teachers" },
  { role: "admin", title: "An admin of the school" },
  { role: "office", title: "The school office" },
  { role: "operator", title: "Those who run Parlour" },
] as const;

/** On the front page of a local run: the demo school, its people as buttons, and the mail tray. */
export function DemoPanel({ schoolName, schoolUrl, people, operators }: DemoPanelProps) {
  return (
    <section class="card stack" aria-labelledby="demo">
      <h2 id="demo">Try it on this machine</h2>
      <p>
        {schoolName} is a made-up school at <a href={schoolUrl}>{new URL(schoolUrl).host}</a>. Choose somebody to be.
        For a call with yourself, open a second person in a private window.
      </p>
      {GROUPS.map(({ role, title }) => (
        <section key={role} class="stack-s" aria-labelledby={`demo-${role}`}>
          <h3 id={`demo-${role}`}>{title}</h3>
          <ul class="people-buttons">
            {[...people, ...operators]
              .filter((person) => person.role === role)
              .slice(0, MOST_BUTTONS)
              .map((person) => (
                <li key={person.signInUrl}>
                  <a class="button is-wide" href={person.signInUrl}>
                    {person.name}
                  </a>
                </li>
              ))}
          </ul>
        </section>
      ))}
      <p class="soft">
        David Aaron has three appointments, Rachael Abbot half an hour with three teachers. When the evening is over,
        start another one: it begins at the last whole five minutes.
      </p>
      <div class="row">
        <form method="post" action="/dev/evenings">
          <button class="button is-primary" type="submit">
            Start a new demo evening now
          </button>
        </form>
        <a class="button" href="/dev/mail">
          Open the mail tray
        </a>
      </div>
    </section>
  );
}
