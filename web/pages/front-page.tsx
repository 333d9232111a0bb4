import { Chair } from "../ui/icon.tsx";
import { Html } from "../ui/layout.tsx";

export type FrontPerson = { role: "guardian" | "teacher" | "admin"; name: string; signInUrl: string };
/** Only on the machine of whoever tries Parlour out. */
export type DemoPanelProps = { schoolName: string; schoolUrl: string; people: FrontPerson[] };

/** Parlour's own address: what it is, and locally the demo. */
export function FrontPage({ demo }: { demo: DemoPanelProps | null }) {
  return (
    <Html title="Parlour: parents’ evenings by video" theme={false}>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <header class="masthead">
        <div class="masthead-in">
          <a class="school front-mark" href="/">
            <Chair />
            <span>Parlour</span>
          </a>
        </div>
      </header>
      <main class="page" id="main">
        <div class="front-head">
          <h1>Five good minutes with every teacher.</h1>
          <p class="lead">
            Parlour runs a school’s parents’ evenings by video. Guardians book their times, everybody meets at the
            booked minute, and one more person can have a seat: the other parent, a grandparent, an interpreter.
          </p>
        </div>
        <div class="front">
          {demo && <DemoPanel {...demo} />}
          <Evening />
          <ForSchools />
        </div>
      </main>
      <footer class="footer">
        <div class="footer-in">
          <p>Parlour is free software under the MIT licence</p>
        </div>
      </footer>
    </Html>
  );
}

function Evening() {
  return (
    <section class="stack" aria-labelledby="evening">
      <h2 id="evening">An evening, from the sofa</h2>
      <div class="front-three">
        <div>
          <h3>Book</h3>
          <p>
            Sign in with what the school knows: no password, nothing to install. See each teacher’s free times side by
            side, and take one. Two families can never have the same minute.
          </p>
        </div>
        <div>
          <h3>Meet</h3>
          <p>
            One page takes you from teacher to teacher by the school’s clock. It says who is there, who is awaited and
            how long is left, in words.
          </p>
        </div>
        <div>
          <h3>Bring someone</h3>
          <p>
            Invite one person by e-mail. Their link is for them alone, and you can take it back at any moment, even in
            the middle of a call.
          </p>
        </div>
      </div>
    </section>
  );
}

function ForSchools() {
  return (
    <section class="card stack" aria-labelledby="schools">
      <h2 id="schools">For schools</h2>
      <ul class="plain-list">
        <li>Bring your people in from seven CSV files. A look before you import says what would change.</li>
        <li>Nothing is recorded. Dates of birth are not kept, and nobody is measured or advertised to.</li>
        <li>Every school has its own address, its own colour and its own data.</li>
        <li>It reads well on a phone, on paper, in the dark and aloud.</li>
      </ul>
      <p class="soft">Looking for your school? Its address is in the letter or e-mail that it sent you.</p>
    </section>
  );
}

/** The demo school has eleven people; whoever brings a large school in does not want thousands of buttons. */
const MOST_BUTTONS = 24;

const GROUPS = [
  { role: "guardian", title: "Parents and guardians" },
  { role: "teacher", title: "Teachers" },
  { role: "admin", title: "The school office" },
] as const;

function DemoPanel({ schoolName, schoolUrl, people }: DemoPanelProps) {
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
            {people
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
