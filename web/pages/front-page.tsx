import type { ComponentChildren } from "preact";
import { Chair } from "../ui/icon.tsx";
import { Html } from "../ui/layout.tsx";

/** Parlour's own address: what it is; `first` comes before that: locally the demo, and where there is no school yet how to make one. */
export function FrontPage({ first }: { first?: ComponentChildren }) {
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
          {first}
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
