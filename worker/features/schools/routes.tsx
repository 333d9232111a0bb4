import { AccessibilityPage } from "../../../web/pages/accessibility-page.tsx";
import { describeEvening } from "../../../web/pages/evening-words.ts";
import { HomePage } from "../../../web/pages/home-page.tsx";
import { PrivacyPage } from "../../../web/pages/privacy-page.tsx";
import { factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { eveningsBookedBy } from "../../queries/evenings.ts";
import { windowOf } from "../../rules/booking/window.ts";
import { listUpcomingEvenings } from "./list-evenings.ts";
import { readLogo } from "./read-logo.ts";
import { themeCss } from "./theme.ts";

/** A school's own pages, which everybody may read. */
export const schoolRoutes = factory
  .createApp()
  .get("/", async (c) => {
    const { school, person, now } = c.var;
    const [upcoming, booked] = await Promise.all([
      listUpcomingEvenings(scopeOf(c)),
      person?.role === "guardian" ? eveningsBookedBy(scopeOf(c), person.id) : [],
    ]);
    const evenings = upcoming.map((evening) =>
      describeEvening({ ...evening, window: windowOf(evening, now) }, school.zone, now, c.var.words),
    );
    return page(c, <HomePage {...frameOf(c)} evenings={evenings} booked={booked.map(({ id }) => id)} />);
  })
  .get("/theme.css", (c) => {
    // A new colour shows within minutes; the page itself is never cached.
    const headers = { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=300" };
    return c.body(themeCss(c.var.school.colour), 200, headers);
  })
  .get("/logo", async (c) => {
    const logo = await readLogo(scopeOf(c));
    if (!logo) throw notFound();
    // Its address carries when it was saved: another logo has another address.
    const isThis = c.req.query("v") === String(logo.savedAt);
    const cache = isThis ? "public, max-age=31536000, immutable" : "no-cache";
    return c.body(logo.bytes, 200, { "content-type": logo.type, "cache-control": cache });
  })
  .get("/privacy", (c) => page(c, <PrivacyPage {...frameOf(c)} />))
  .get("/accessibility", (c) => page(c, <AccessibilityPage {...frameOf(c)} />))
  .get("/favicon.ico", (c) => c.redirect("/static/icon.svg", 301));
