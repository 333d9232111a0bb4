import * as z from "zod";
import { EveningFormPage } from "../../../web/pages/desk-evening-form-page.tsx";
import { EveningClassesPage, EveningOverviewPage } from "../../../web/pages/desk-evening-pages.tsx";
import { bookingClosed, eveningCreated, eveningSaved, type TakingPart } from "../../changes/evenings.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory, followUp } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { eveningOf } from "../../http/office.ts";
import { Problem } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { type EveningRow, readClasses, readStanding, readYears } from "../../queries/office-evening.ts";
import { readWaitlist } from "../../queries/waitlist.ts";
import { lengthSecondsOf } from "../../rules/booking/gap.ts";
import {
  type EveningInput,
  eveningForm,
  GAPS,
  inputOf,
  newEveningInput,
  newRehearsalInput,
  readEvening,
} from "../../rules/evening-form.ts";
import { type FieldError, ticked } from "../../rules/form-fields.ts";
import { publishRefusals } from "../../rules/publish-rules.ts";
import { deleteEvening } from "./delete-evening.ts";
import { publishEvening, readGridConflicts } from "./publish-evening.ts";
import { MOST_CLASS_UNITS, setTakingPart } from "./take-part.ts";

const newForm = eveningForm.extend({ id: z.uuid() });
const shownState = z.object({ state: z.enum(["draft", "published"]) });

/** The desk's pages of an evening: dates and rules, classes, and publishing. */
export const eveningRoutes = factory
  .createApp()
  .use("/admin/evenings/*", requireRole("admin", "office"))
  .get("/admin/evenings/new", async (c) => showForm(c, null, freshInput(c), [], { newId: crypto.randomUUID() }))
  .post("/admin/evenings/new", async (c) => {
    const { id, ...input } = await readForm(c, newForm);
    const read = readEvening(input, c.var.school.zone, null);
    if ("errors" in read) return showForm(c, null, input, read.errors, { newId: id });
    const scope = scopeOf(c);
    await commit(scope.db, eveningCreated(scope, id, read.settings));
    return c.redirect(`/admin/evenings/${id}/classes`, 303);
  })
  .get("/admin/evenings/:id", async (c) => showOverview(c, await eveningOf(c), false))
  .get("/admin/evenings/:id/rules", async (c) => {
    const found = await eveningOf(c);
    return showForm(c, found, inputOf(found, c.var.school.zone), [], { saved: c.req.query("saved") === "1" });
  })
  .post("/admin/evenings/:id/rules", async (c) => saveRules(c, await eveningOf(c)))
  .get("/admin/evenings/:id/classes", async (c) => showClasses(c, await eveningOf(c), []))
  .post("/admin/evenings/:id/classes", async (c) => saveClasses(c, await eveningOf(c)))
  .post("/admin/evenings/:id/publish", async (c) => publish(c, await eveningOf(c)))
  .post("/admin/evenings/:id/close-booking", async (c) => {
    const { id } = await eveningOf(c);
    const scope = scopeOf(c);
    await commit(scope.db, bookingClosed(scope, id));
    return c.redirect(`/admin/evenings/${id}`, 303);
  })
  .post("/admin/evenings/:id/delete", async (c) => {
    const { rooms } = c.var.deps;
    const evening = await eveningOf(c);
    const done = await deleteEvening({ scope: scopeOf(c), evening, rooms, tellRooms: () => followUp(c) });
    if (done === "changed") throw changedMeanwhile();
    if (done === "calls-open") throw new Problem(409, "callsEnding");
    return c.redirect("/admin", 303);
  });

function freshInput(c: AppContext): EveningInput {
  const { now, school } = c.var;
  return c.req.query("rehearsal") === "1" ? newRehearsalInput(now, school.zone) : newEveningInput(now, school.zone);
}

async function saveRules(c: AppContext, found: EveningRow): Promise<Response> {
  const input = await readForm(c, eveningForm);
  const shown = await readForm(c, shownState, changedMeanwhile);
  if (shown.state !== found.state) throw changedMeanwhile();
  const read = readEvening(input, c.var.school.zone, found.state === "draft" ? null : found);
  if ("errors" in read) return showForm(c, found, input, read.errors);
  const scope = scopeOf(c);
  const refused = await commit(scope.db, eveningSaved(scope, found.id, read.settings, shown.state));
  if (refused === "changed") throw changedMeanwhile();
  if (refused === "doubled") {
    const words = "Two parents have booked the same class for one student. Ask one of them to give theirs back first";
    return showForm(c, found, input, [{ field: "meetings", words }]);
  }
  return c.redirect(`/admin/evenings/${found.id}/rules?saved=1`, 303);
}

async function showForm(
  c: AppContext,
  found: EveningRow | null,
  input: EveningInput,
  errors: FieldError[],
  more: { newId?: string; saved?: boolean } = {},
) {
  const years = await readYears(scopeOf(c));
  const fixed = found && found.state !== "draft" ? { ...found, lengthMinutes: lengthSecondsOf(found) / 60 } : null;
  const props = { ...frameOf(c), evening: found, fixed, input, errors, years, gaps: GAPS };
  const view = <EveningFormPage {...props} newId={more.newId ?? null} saved={more.saved ?? false} />;
  return page(c, view, errors.length > 0 ? 422 : 200);
}

async function saveClasses(c: AppContext, found: EveningRow): Promise<Response> {
  const body = await c.req.parseBody({ all: true });
  const wanted = ticked
    .catch([])
    .parse(body.class)
    .map((classId): TakingPart => {
      const units = z.coerce.number().int().min(1).max(MOST_CLASS_UNITS).catch(1);
      return { classId, units: units.parse(body[`units-${classId}`]) };
    });
  const kept = await setTakingPart(scopeOf(c), found.id, wanted);
  if (kept === "grid-conflict") return showClasses(c, found, [{ field: "classes", words: GRID_CONFLICT_WORDS }]);
  if (kept.length === 0) return c.redirect(`/admin/evenings/${found.id}/classes?saved=1`, 303);
  const names = (await readClasses(scopeOf(c), found.id)).filter((one) => kept.includes(one.id));
  const errors = names.map(({ name }) => ({
    field: "classes",
    words: `${name} has appointments booked, so it still takes part`,
  }));
  return showClasses(c, found, errors);
}

const GRID_CONFLICT_WORDS =
  "Nothing was changed: a teacher or parent of these classes is in another evening at that time, whose times don’t match these";

async function showClasses(c: AppContext, found: EveningRow, errors: FieldError[]) {
  const classes = await readClasses(scopeOf(c), found.id);
  const props = { ...frameOf(c), evening: found, classes, mostUnits: MOST_CLASS_UNITS, errors };
  const saved = errors.length === 0 && c.req.query("saved") === "1";
  const view = (
    <EveningClassesPage
      {...props}
      slotMinutes={found.slotSeconds / 60}
      gapMinutes={found.gapSeconds / 60}
      saved={saved}
    />
  );
  return page(c, view, errors.length > 0 ? 409 : 200);
}

async function factsOf(c: AppContext, found: EveningRow) {
  const [classes, gridConflicts] = await Promise.all([
    readClasses(scopeOf(c), found.id),
    readGridConflicts(scopeOf(c), found.id),
  ]);
  const taking = classes.flatMap(({ name, units, teachers }) =>
    units === null ? [] : [{ name, units, teachers: teachers.length }],
  );
  return { evening: found, classes: taking, gridConflicts };
}

async function publish(c: AppContext, found: EveningRow): Promise<Response> {
  const done = await publishEvening(scopeOf(c), await factsOf(c, found));
  if (done.kind === "published") return c.redirect(`/admin/evenings/${found.id}`, 303);
  return showOverview(c, found, true, done.refusals);
}

async function showOverview(
  c: AppContext,
  found: EveningRow,
  refused: boolean,
  refusals?: ReturnType<typeof publishRefusals>,
) {
  const { now } = c.var;
  const [facts, standing, waitlist] = await Promise.all([
    factsOf(c, found),
    readStanding(scopeOf(c), found.id),
    readWaitlist(scopeOf(c), found.id),
  ]);
  const reasons = refusals ?? (found.state === "draft" ? publishRefusals(facts, now) : []);
  const props = {
    ...frameOf(c),
    evening: found,
    now,
    standing,
    waitlist,
    classes: facts.classes.length,
    refusals: reasons,
  };
  return page(c, <EveningOverviewPage {...props} refused={refused} />, refused ? 409 : 200);
}

function changedMeanwhile(): Problem {
  return new Problem(409, "eveningChanged");
}
