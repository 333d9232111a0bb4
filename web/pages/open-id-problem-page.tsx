import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

export type OpenIdProblemProps = {
  school: SchoolView;
  viewer: Viewer;
  /** What people call it: "Microsoft". */
  provider: string;
  because: "declined" | "no-address" | "unproven" | "failed" | "stranger";
  /** Of a stranger: the address that the provider named. */
  email: string | null;
};

const WHY = {
  declined: "signIn.openId.declined.text",
  "no-address": "signIn.openId.noAddress.text",
  unproven: "signIn.openId.unproven.text",
  failed: "signIn.openId.failed.text",
  stranger: "signIn.openId.stranger.text",
} as const;

/** Somebody of the staff came back from the school's provider, and is not signed in. */
export function OpenIdProblemPage({ school, viewer, provider, because, email }: OpenIdProblemProps) {
  const t = useWords();
  return (
    <SchoolPage title={t("signIn.openId.problem.title")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{t("signIn.openId.problem.title")}</h1>
        <p class="lead">{t(WHY[because], { provider, email: email ?? "" })}</p>
      </header>
      <p class="row">
        <a class="button is-primary" href="/staff/sign-in/provider">
          {t("signIn.openId.again.button", { provider })}
        </a>
        <a class="button" href="/staff/sign-in">
          {t("signIn.link.staff.title")}
        </a>
      </p>
    </SchoolPage>
  );
}
