import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";

/** For whoever comes by the address: signing out takes a press, like every change. */
export function SignOutPage({ school, viewer }: { school: SchoolView; viewer: Viewer }) {
  return (
    <SchoolPage title="Sign out" school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{viewer ? "Sign out?" : "You are signed out"}</h1>
        {viewer && <p class="lead">You are signed in as {viewer.name}.</p>}
      </header>
      {viewer ? (
        <form method="post" action="/sign-out">
          <button class="button is-primary" type="submit">
            Sign out
          </button>
        </form>
      ) : (
        <p>
          <a class="button" href="/">
            Go to the start
          </a>
        </p>
      )}
    </SchoolPage>
  );
}
