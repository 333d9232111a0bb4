import { DeskNav } from "../ui/desk-nav.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { clockTime, longDate } from "../words/format.ts";

export type DeskCodePageProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  /** The guardian whom the code is for. */
  name: string;
  hasAddress: boolean;
  /** Where they sign in: "greenabbey.parlour.example/sign-in". */
  address: string;
  /** Just made; null before the press. It can't be shown a second time. */
  code: { figures: string; expiresAt: number } | null;
};

/** A sign-in code from the office: printed, or said on the phone. */
export function DeskCodePage({ school, viewer, zone, name, hasAddress, address, code }: DeskCodePageProps) {
  return (
    <SchoolPage
      title={`Sign-in code for ${name}`}
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="overview" viewer={viewer} />}
    >
      <header class="stack-s">
        <h1>Sign-in code for {name}</h1>
        {!code && (
          <p class="soft">
            {hasAddress
              ? "The school has an e-mail address for them: codes go there by themselves. Give one here only where no mail arrives."
              : "The school has no e-mail address for them, so no code can be mailed: give them one here."}
          </p>
        )}
      </header>
      {code ? (
        <Code name={name} address={address} code={code} zone={zone} />
      ) : (
        <Notice kind="warn">
          <p>
            Make sure that it is them: whoever has the code, and knows their child’s date of birth, signs in as them.
          </p>
        </Notice>
      )}
      <form class="no-print" method="post">
        <button class={code ? "button" : "button is-primary"} type="submit">
          {code ? "Make another code" : "Make a code"}
        </button>
      </form>
    </SchoolPage>
  );
}

type Given = Pick<DeskCodePageProps, "name" | "address" | "zone"> & { code: NonNullable<DeskCodePageProps["code"]> };

function Code({ name, address, zone, code }: Given) {
  const until = `${clockTime(code.expiresAt, zone)} on ${longDate(code.expiresAt, zone)}`;
  return (
    <section class="card stack" aria-labelledby="the-code">
      <h2 id="the-code">Code</h2>
      <p class="figures num">{code.figures}</p>
      <p>
        It works once, until {until}. It is shown here only now: print this page or write it down. Codes that were given
        to {name} before are worth nothing any more.
      </p>
      <ol class="stack-s is-numbered">
        <li>
          Open <strong>{address}</strong>
        </li>
        <li>Type the names and the child’s date of birth as the school has them, without an e-mail address</li>
        <li>Type the six figures</li>
      </ol>
    </section>
  );
}
