import { DeskPeoplePage } from "../../../web/pages/desk-people-page.tsx";
import { factory } from "../../http/context.ts";

import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { readRecordsPage } from "../../queries/records-lists.ts";
import { chooseEvening } from "../../rules/choose-evening.ts";
import { searchWords } from "../../rules/records-search.ts";
import { FILTERS, isOfEvening, readListQuery } from "./list-query.ts";

/** Lists of the school's students, guardians, staff and classes: searched, filtered, a page at a time. */
export const listRoutes = factory.createApp().get("/admin/people", async (c) => {
  const query = readListQuery(c.req.query());
  const words = searchWords(query.typed);
  const evening = isOfEvening(query.filter) ? query.evening : null;
  const found = await readRecordsPage(scopeOf(c), { ...query, words, evening });
  if (isOfEvening(query.filter) && query.evening === "") {
    const chosen = chooseEvening(found.evenings, c.var.now);
    if (chosen)
      return c.redirect(`/admin/people?${new URLSearchParams({ ...c.req.query(), evening: chosen.id })}`, 303);
  }
  // The row that the address names has gone: the list from its beginning.
  if (query.cursor && found.rows.length === 0 && found.total > 0) {
    const { after: _, before: __, ...rest } = c.req.query();
    return c.redirect(`/admin/people?${new URLSearchParams(rest)}`, 303);
  }
  const view = { ...query, found, filters: FILTERS[query.kind], ofEvening: isOfEvening(query.filter) };
  return page(c, <DeskPeoplePage {...frameOf(c)} {...view} now={c.var.now} done={c.req.query("done") ?? null} />);
});
