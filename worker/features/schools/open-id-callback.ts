import { eq } from "drizzle-orm";
import { schools } from "../../db/schema.ts";
import { factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { OPEN_ID_CALLBACK } from "../../rules/links.ts";
import { schoolOrigin } from "../../rules/school-origin.ts";

/** Where every school's provider sends browsers back to. The state begins with the school's subdomain; only that school's site can use the answer. */
export const openIdCallback = factory.createApp().get(OPEN_ID_CALLBACK, async (c) => {
  const { deps } = c.var;
  const [slug = ""] = (c.req.query("state") ?? "").split(".");
  const school = await deps.db.select({ slug: schools.slug }).from(schools).where(eq(schools.slug, slug)).get();
  if (!school) throw notFound();
  const { search } = new URL(c.req.url);
  c.header("cache-control", "no-store");
  return c.redirect(`${schoolOrigin(deps.settings, school.slug)}/staff/sign-in/provider/back${search}`, 303);
});
