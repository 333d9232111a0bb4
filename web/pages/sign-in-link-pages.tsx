import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { ErrorSummary, type FieldError, TextField } from "../ui/parts.tsx";
import { OfficeHelp, withNext } from "./sign-in-page.tsx";

/** Guardians and staff ask for their links at addresses of their own. */
export type Door = "guardians" | "staff";

const DOORS = {
  guardians: { path: "/sign-in/link", title: "Sign in by a link", hint: "The address that the school has for you." },
  staff: { path: "/staff/sign-in", title: "Staff sign in", hint: "Your address at the school." },
} as const;

export type LinkFormPageProps = {
  school: SchoolView;
  viewer: Viewer;
  door: Door;
  input: { email: string; next: string };
  errors: FieldError[];
};

/** Asks for an address to send a link to. */
export function LinkFormPage({ school, viewer, door, input, errors }: LinkFormPageProps) {
  const { path, title, hint } = DOORS[door];
  return (
    <SchoolPage
      title={errors.length > 0 ? `Error: ${title}` : title}
      school={school}
      viewer={viewer}
      mainClass="page is-narrow"
    >
      <a class="back" href={door === "guardians" ? withNext("/sign-in", input.next) : "/"}>
        {door === "guardians" ? "Sign in" : `${school.shortName} evenings`}
      </a>
      <header class="page-head">
        <h1>{title}</h1>
        <p class="soft">We send a link to your e-mail. Open it and press its button: you need no password.</p>
      </header>
      <div class="stack">
        {errors.length > 0 && <ErrorSummary title="We could not send a link" errors={errors} />}
        <form class="card stack" method="post" action={path} novalidate>
          {input.next && <input type="hidden" name="next" value={input.next} />}
          <TextField
            id="email"
            name="email"
            label="Email"
            type="email"
            value={input.email}
            hint={hint}
            autocomplete="email"
            required
            errors={errors}
          />
          <p>
            <button class="button is-primary" type="submit">
              E-mail me a link
            </button>
          </p>
        </form>
        {door === "guardians" ? <OfficeHelp school={school} /> : <GuardiansDoor />}
      </div>
    </SchoolPage>
  );
}

/** The same for everybody: it never tells whether the school knows the address. */
export function LinkSentPage({ school, viewer, door }: { school: SchoolView; viewer: Viewer; door: Door }) {
  return (
    <SchoolPage title="Look in your e-mail" school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>Look in your e-mail</h1>
        <p class="lead">If the school knows this address, a link is on its way.</p>
      </header>
      <div class="stack">
        <p>It works once, for half an hour. If nothing comes within a few minutes, look in the folder for junk mail.</p>
        <p>
          <a class="link" href={DOORS[door].path}>
            Try another address
          </a>
        </p>
        {door === "guardians" && <OfficeHelp school={school} />}
      </div>
    </SchoolPage>
  );
}

export type ChoosePageProps = {
  school: SchoolView;
  viewer: Viewer;
  /** The link's own path: where the press goes. */
  action: string;
  people: { id: string; name: string }[];
};

/** What an e-mailed link opens: signing in takes a press, because mail scanners open links too. */
export function ChoosePersonPage({ school, viewer, action, people }: ChoosePageProps) {
  const several = people.length > 1;
  return (
    <SchoolPage title="Sign in" school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{several ? "Who are you?" : "Welcome back"}</h1>
        <p class="lead">
          {several ? "More than one person has this e-mail. Choose your own name." : "Press the button to go on."}
        </p>
      </header>
      <form class="stack" method="post" action={action}>
        {people.map(({ id, name }) => (
          <p key={id}>
            <button class={several ? "button" : "button is-primary"} type="submit" name="person" value={id}>
              Sign in as {name}
            </button>
          </p>
        ))}
      </form>
    </SchoolPage>
  );
}

export type SpentLinkProps = {
  school: SchoolView;
  viewer: Viewer;
  because: "used" | "expired" | "unknown";
  door: Door;
};

const SPENT = {
  used: {
    title: "This link has been used",
    words: "Each link signs in once, so that nobody else can use it after you.",
  },
  expired: {
    title: "This link is too old",
    words: "A link works for a short while only, so that an old mail opens nothing.",
  },
  unknown: {
    title: "This link does not work",
    words: "Perhaps a part of it was lost on the way: mail programs sometimes break long links in two.",
  },
} as const;

/** A link that opens nothing any more, and the way to a new one. */
export function SpentLinkPage({ school, viewer, because, door }: SpentLinkProps) {
  const { title, words } = SPENT[because];
  return (
    <SchoolPage title={title} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{title}</h1>
        <p class="lead">{words}</p>
      </header>
      <div class="stack">
        <p>
          <a class="button is-primary" href={DOORS[door].path}>
            E-mail me a new link
          </a>
        </p>
        {door === "guardians" && <OfficeHelp school={school} />}
      </div>
    </SchoolPage>
  );
}

function GuardiansDoor() {
  return (
    <p class="small">
      <a class="link" href="/sign-in">
        Parents and guardians sign in here
      </a>
    </p>
  );
}
