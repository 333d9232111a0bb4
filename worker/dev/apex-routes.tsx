import { z } from "zod";
import { FrontPage } from "../../web/pages/front-page.tsx";
import { listAppointments } from "../bookings/appointments.ts";
import { type AppContext, factory, later, type School, schoolOrigin } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { page } from "../http/render.ts";
import { fullName } from "../people/names.ts";
import { deliverNotices } from "../rooms/deliver-notices.ts";
import { createDemoSchool, DEMO_SLUG, demoSchool, isDemoComplete } from "./create-demo-school.ts";
import { makeProgressMeeting, type Span, spanOfNow } from "./demo-evenings.ts";
import { demoPeople } from "./demo-people.ts";
import { showMailTray } from "./mail-tray.ts";
import { newEveningForm } from "./new-evening-form.ts";

const demoFiles = z.object({ files: z.record(z.string(), z.string()) });

/** Mounted on the apex of a local run only: the demo school, its people as buttons, and the mail tray. */
export const devApexRoutes = factory
  .createApp()
  .get("/", async (c) => {
    const { deps } = c.var;
    const school = await demoSchool(deps.db);
    const demo = school && {
      schoolName: school.name,
      schoolUrl: schoolOrigin(deps.settings, school.slug),
      people: await demoPeople(deps, school),
    };
    return page(c, <FrontPage demo={demo ?? null} />);
  })
  .get("/healthz", async (c) => {
    const ready = await isDemoComplete(c.var.deps.db).catch(() => false);
    return c.json({ ok: ready }, ready ? 200 : 503);
  })
  .post("/dev/demo", async (c) => {
    const body = demoFiles.safeParse(await c.req.json().catch(() => null));
    if (!body.success)
      throw new Problem(422, { title: "The files are missing", words: 'Send {files: {students: "…", …}} as JSON.' });
    const report = await createDemoSchool(c.var.deps, body.data.files, c.var.now);
    if (report === "already there") return c.json({ school: DEMO_SLUG, created: false });
    return report.ok ? c.json({ school: DEMO_SLUG, created: true, counts: report.counts }, 201) : c.json(report, 422);
  })
  .get("/dev/people.json", async (c) => {
    const school = await demoSchool(c.var.deps.db);
    return c.json(school ? await demoPeople(c.var.deps, school) : []);
  })
  .post("/dev/evenings", async (c) => {
    const byForm = !c.req.header("content-type")?.includes("application/json");
    const span = byForm ? spanOfNow(c.var.now) : await readSpan(c);
    if ("words" in span) return c.json(span, 422);
    const school = await demoSchool(c.var.deps.db);
    if (!school)
      throw new Problem(409, {
        title: "There is no demo school yet",
        words: "npm start makes it: wait until it is ready.",
      });
    const id = await makeProgressMeeting(c.var.deps.db, school, span, c.var.now);
    later(c, deliverNotices(c.var.deps));
    return byForm ? c.redirect("/", 303) : c.json(await describe(c, school, id, span), 201);
  })
  .get("/dev/mail", showMailTray)
  .get("/dev/mail.json", showMailTray)
  .get("/dev/mail/*", showMailTray)
  .post("/dev/mail/*", showMailTray);

async function readSpan(c: AppContext): Promise<Span | { error: string; words: string }> {
  const body = newEveningForm(c.var.now).safeParse(await c.req.json().catch(() => null));
  if (body.success) return body.data;
  return { error: "This evening cannot be made", words: body.error.issues.map((issue) => issue.message).join(". ") };
}

async function describe(c: AppContext, school: School, id: string, span: Span) {
  const booked = await listAppointments(c.var.deps.db, school.id, { eveningId: id });
  const appointments = booked.map((appointment) => ({
    id: appointment.id,
    guardian: fullName({ ...appointment.guardian, role: "guardian" }),
    student: `${appointment.student.forename} ${appointment.student.surname}`,
    subject: appointment.subject,
    teachers: appointment.teachers.map(fullName),
    startsAt: appointment.startsAt,
    endsAt: appointment.endsAt,
  }));
  return { id, name: "Progress Meeting", school: school.slug, ...span, appointments };
}
