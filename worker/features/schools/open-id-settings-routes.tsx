import { DeskOpenIdPage } from "../../../web/pages/desk-open-id-page.tsx";
import { openIdRemoved, openIdSaved } from "../../changes/school-open-id.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { openIdOf, openIdProviderOf } from "../../queries/school-open-id.ts";
import type { FieldError } from "../../rules/form-fields.ts";
import { openIdCallbackUrl } from "../../rules/links.ts";
import { checkOpenId, type OpenIdInput, openIdForm, providerName } from "../../rules/open-id-form.ts";
import { seal } from "../../rules/sealed.ts";

const EMPTY: OpenIdInput = { issuer: "", clientId: "", clientSecret: "", required: false };

/** By which provider staff sign in: off until it is configured here. */
export const openIdSettingsRoutes = factory
  .createApp()
  .use("/admin/settings/*", requireRole("admin"))
  .get("/admin/settings/sign-in", (c) => show(c))
  .post("/admin/settings/sign-in", async (c) => {
    const input = await readForm(c, openIdForm);
    const errors = await problemsOf(c, input);
    if (errors.length > 0) return show(c, input, errors);
    const scope = scopeOf(c);
    const ring = c.var.deps.settings.SIGNING_KEYS;
    const { issuer, clientId, required, clientSecret } = input;
    const sealed =
      clientSecret === "" ? null : await seal(ring, clientSecret, ["openid-client-secret", scope.schoolId]);
    await commit(scope.db, openIdSaved(scope, { issuer, clientId, required, clientSecret: sealed }));
    return c.redirect("/admin/settings/sign-in?saved=1", 303);
  })
  .post("/admin/settings/sign-in/off", async (c) => {
    const scope = scopeOf(c);
    await commit(scope.db, openIdRemoved(scope));
    return c.redirect("/admin/settings/sign-in?saved=1", 303);
  });

/** What was typed wrong; then whether the provider answers at that address. */
async function problemsOf(c: AppContext, input: OpenIdInput): Promise<FieldError[]> {
  const { openId, settings } = c.var.deps;
  const known = await openIdProviderOf(scopeOf(c), settings.SIGNING_KEYS);
  const errors = checkOpenId(input, { isKnown: known !== null, isLocal: settings.STAGE === "local" });
  if (errors.length > 0) return errors;
  const attempt = openId.begin(c.var.school.slug, openIdCallbackUrl(settings));
  return openId.signInUrl(input, attempt).then(
    () => [],
    () => [
      {
        field: "issuer",
        words: "No provider answered at this address. Check it letter by letter, or try again in a minute",
      },
    ],
  );
}

async function show(c: AppContext, typed?: OpenIdInput, errors: FieldError[] = []) {
  const known = await openIdOf(scopeOf(c));
  const input = typed ?? (known ? { ...known, clientSecret: "" } : EMPTY);
  const view = (
    <DeskOpenIdPage
      {...frameOf(c)}
      {...{ input, errors, callbackUrl: openIdCallbackUrl(c.var.deps.settings) }}
      saved={c.req.query("saved") === "1" && errors.length === 0}
      provider={known && providerName(known.issuer)}
    />
  );
  return page(c, view, errors.length > 0 ? 422 : 200);
}
