import { DeskLogoPage } from "../../../web/pages/desk-settings-logo-page.tsx";
import { logoRemoved, logoSaved } from "../../changes/school-details.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { formOf } from "../../http/forms.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { logoTypeOf, MOST_LOGO_BYTES } from "../../rules/logo-type.ts";

const NEWS: Record<string, string> = { saved: "The logo is saved.", removed: "The logo is taken away." };

/** The school's logo: uploaded and taken away. */
export const logoRoutes = factory
  .createApp()
  .get("/admin/settings/logo", (c) => show(c))
  .post("/admin/settings/logo", async (c) => {
    const file = (await formOf(c)).get("logo");
    if (!(file instanceof File) || file.size === 0) return show(c, "Choose a file first");
    if (file.size > MOST_LOGO_BYTES)
      return show(c, `This file has ${Math.ceil(file.size / 1000)} kB; 200 kB is the most`);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const type = logoTypeOf(bytes);
    if (!type) return show(c, "This file is no PNG, JPEG or WebP picture, whatever its name says");
    const scope = scopeOf(c);
    await commit(scope.db, logoSaved(scope, { type, bytes: base64Of(bytes) }));
    return c.redirect("/admin/settings/logo?done=saved", 303);
  })
  .post("/admin/settings/logo/remove", async (c) => {
    const scope = scopeOf(c);
    await commit(scope.db, logoRemoved(scope));
    return c.redirect("/admin/settings/logo?done=removed", 303);
  });

function show(c: AppContext, wrong?: string) {
  const errors = wrong ? [{ field: "logo", words: wrong }] : [];
  const news = wrong ? null : (NEWS[c.req.query("done") ?? ""] ?? null);
  return page(c, <DeskLogoPage {...frameOf(c)} errors={errors} news={news} />, wrong ? 422 : 200);
}

/** In parts: a call takes only so many arguments. */
function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
