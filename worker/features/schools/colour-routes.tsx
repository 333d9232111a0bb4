import * as z from "zod";
import { DeskColourPage } from "../../../web/pages/desk-settings-colour-page.tsx";
import { colourChosen } from "../../changes/school-details.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { type FieldError, typed } from "../../rules/form-fields.ts";
import { sampleOf } from "./colour-sample.ts";

const form = z.object({ colour: typed(100), press: z.literal("try").optional().catch(undefined) });

/** The school's colour, looked at before it is saved. */
export const colourRoutes = factory
  .createApp()
  .get("/admin/settings/colour", (c) => show(c, { input: c.var.school.colour }))
  .post("/admin/settings/colour", async (c) => {
    const { colour: input, press } = await readForm(c, form);
    const colour = readColour(input);
    if (colour === null) {
      const words = "Write the colour as # and six figures or letters from a to f, like #2b4c8c";
      return show(c, { input, errors: [{ field: "colour", words }] });
    }
    if (press === "try") return show(c, { input: colour, tried: true });
    const scope = scopeOf(c);
    await commit(scope.db, colourChosen(scope, colour));
    return c.redirect("/admin/settings/colour?saved=1", 303);
  });

type Shown = { input: string; errors?: FieldError[]; tried?: boolean };

function show(c: AppContext, { input, errors = [], tried = false }: Shown) {
  const news = errors.length === 0 && c.req.query("saved") === "1" ? "Saved. Pages have it within five minutes." : null;
  const colour = readColour(input);
  const sample = colour === null ? null : sampleOf(colour);
  const view = <DeskColourPage {...frameOf(c)} {...{ input, errors, tried, news, sample }} />;
  return page(c, view, errors.length > 0 ? 422 : 200);
}

/** "2B4C8C" and "#abc" are taken too. Null for what is no colour. */
function readColour(text: string): string | null {
  const digits = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(text)?.[1]?.toLowerCase();
  if (digits === undefined) return null;
  return `#${digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits}`;
}
