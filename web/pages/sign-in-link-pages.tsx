import type { FieldError } from "../../worker/rules/form-fields.ts";
import { ErrorSummary, InputField } from "../ui/form-parts.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";
import { SendAgain } from "./sign-in-again-page.tsx";
import { OfficeHelp, Unsaved, withNext } from "./sign-in-page.tsx";

/** Guardians and staff ask for their links at addresses of their own. */
export type Door = "guardians" | "staff";

const DOORS = {
  guardians: { path: "/sign-in/link", title: "signIn.link.guardians.title", hint: "signIn.link.guardians.hint" },
  staff: { path: "/staff/sign-in", title: "signIn.link.staff.title", hint: "signIn.link.staff.hint" },
} as const;

export type LinkFormPageProps = {
  school: SchoolView;
  viewer: Viewer;
  door: Door;
  input: { email: string; next: string };
  errors: FieldError[];
  /** Brought here by a press that could not be done. */
  unsaved: boolean;
  /** The provider by which staff sign in, and whether by nothing else; null where the school has none. */
  provider: { name: string; required: boolean } | null;
};

/** Asks for an address to send a link to. */
export function LinkFormPage(props: LinkFormPageProps) {
  const { school, viewer, door, input, errors, unsaved, provider } = props;
  const t = useWords();
  const { title } = DOORS[door];
  return (
    <SchoolPage
      title={errors.length > 0 ? t("signIn.link.error.pageTitle", { title: t(title) }) : t(title)}
      school={school}
      viewer={viewer}
      mainClass="page is-narrow"
    >
      <a class="back" href={door === "guardians" ? withNext("/sign-in", input.next) : "/"}>
        {door === "guardians" ? t("signIn.page.title") : t("signIn.evenings.link", { shortName: school.shortName })}
      </a>
      <header class="page-head">
        <h1>{t(title)}</h1>
        {!provider?.required && <p class="soft">{t("signIn.link.text")}</p>}
      </header>
      <div class="stack">
        {unsaved && <Unsaved />}
        {errors.length > 0 && <ErrorSummary title={t("signIn.link.errors.title")} errors={errors} />}
        {provider && <AtProvider {...props} provider={provider} />}
        {!provider?.required && <LinkForm {...props} />}
        {door === "guardians" ? <OfficeHelp school={school} /> : <GuardiansDoor />}
      </div>
    </SchoolPage>
  );
}

function LinkForm({ door, input, errors, provider }: LinkFormPageProps) {
  const t = useWords();
  const { path, hint } = DOORS[door];
  return (
    <form class="card stack" method="post" action={path} novalidate>
      {provider && <h2>{t("signIn.openId.or.heading")}</h2>}
      {input.next && <input type="hidden" name="next" value={input.next} />}
      <InputField
        id="email"
        name="email"
        label={t("signIn.email.label")}
        type="email"
        value={input.email}
        hint={t(hint)}
        autocomplete="email"
        required
        errors={errors}
      />
      <p>
        <button class={provider ? "button" : "button is-primary"} type="submit">
          {t("signIn.byLink.button")}
        </button>
      </p>
    </form>
  );
}

type AtProviderProps = Pick<LinkFormPageProps, "school" | "input"> & { provider: { name: string; required: boolean } };

function AtProvider({ school, input, provider }: AtProviderProps) {
  const t = useWords();
  return (
    <div class="card stack">
      {provider.required && (
        <p>{t("signIn.openId.only.text", { shortName: school.shortName, provider: provider.name })}</p>
      )}
      <p>
        <a class="button is-primary is-wide" href={withNext("/staff/sign-in/provider", input.next)}>
          {t("signIn.openId.button", { provider: provider.name })}
        </a>
      </p>
    </div>
  );
}

/** The same for everybody: it never tells whether the school knows the address. */
export function LinkSentPage({ school, viewer, door }: { school: SchoolView; viewer: Viewer; door: Door }) {
  const t = useWords();
  return (
    <SchoolPage title={t("signIn.linkSent.title")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{t("signIn.linkSent.title")}</h1>
        <p class="lead">{t("signIn.linkSent.text")}</p>
      </header>
      <div class="stack">
        <p>{t("signIn.linkSent.hint")}</p>
        <p>
          <a class="link" href={DOORS[door].path}>
            {t("signIn.linkSent.again.link")}
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
  const t = useWords();
  const several = people.length > 1;
  return (
    <SchoolPage title={t("signIn.page.title")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{several ? t("signIn.choose.title") : t("signIn.choose.one.title")}</h1>
        <p class="lead">{several ? t("signIn.choose.text") : t("signIn.choose.one.text")}</p>
      </header>
      <form class="stack" method="post" action={action}>
        {people.map(({ id, name }) => (
          <p key={id}>
            <button class={several ? "button" : "button is-primary"} type="submit" name="person" value={id}>
              {t("signIn.choose.button", { name })}
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
  /** Where a press has another sent, and to whom; null where nobody knows whose the link was. */
  again: { action: string; address: string } | null;
};

const SPENT = {
  used: { title: "signIn.spentLink.used.title", words: "signIn.spentLink.used.text" },
  expired: { title: "signIn.spentLink.expired.title", words: "signIn.spentLink.expired.text" },
  unknown: { title: "signIn.spentLink.unknown.title", words: "signIn.spentLink.unknown.text" },
} as const;

/** A link that opens nothing any more, and the way to a new one. */
export function SpentLinkPage({ school, viewer, because, door, again }: SpentLinkProps) {
  const t = useWords();
  const { title, words } = SPENT[because];
  return (
    <SchoolPage title={t(title)} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{t(title)}</h1>
        <p class="lead">{t(words)}</p>
      </header>
      <div class="stack">
        {again && <SendAgain {...again} next="" />}
        <p>
          <a class={again ? "link" : "button is-primary"} href={DOORS[door].path}>
            {again ? t("signIn.spentLink.other.link") : t("signIn.spentLink.again.link")}
          </a>
        </p>
        {door === "guardians" && <OfficeHelp school={school} />}
      </div>
    </SchoolPage>
  );
}

function GuardiansDoor() {
  const t = useWords();
  return (
    <p class="small">
      <a class="link" href="/sign-in">
        {t("signIn.guardians.link")}
      </a>
    </p>
  );
}
