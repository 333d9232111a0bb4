import { and, eq } from "drizzle-orm";
import type { Role } from "../db/records.ts";
import { people } from "../db/schema.ts";
import { factory } from "../http/context.ts";
import { notFound } from "../http/problem.ts";
import { safeNext, startSession } from "../http/sessions.ts";
import { demoPeople } from "./demo-people.ts";
import { answerNewEvening } from "./new-evening.ts";

const START: Record<Role, string> = {
  guardian: "/bookings",
  teacher: "/staff/schedule",
  admin: "/admin",
  office: "/admin",
};

/** Mounted on a local run's schools only: signs in with one GET, which no real link does, and makes an evening at any time. */
export const devSchoolRoutes = factory
  .createApp()
  .get("/dev/people.json", async (c) => c.json(await demoPeople(c.var.deps, c.var.school)))
  .post("/dev/evenings", (c) => answerNewEvening(c, c.var.school))
  .get("/dev/sign-in/:personId", async (c) => {
    const { deps, school } = c.var;
    const person = await deps.db
      .select({ id: people.id, role: people.role })
      .from(people)
      .where(and(eq(people.schoolId, school.id), eq(people.id, c.req.param("personId"))))
      .get();
    if (!person) throw notFound();
    await startSession(c, { person, by: "demo" });
    return c.redirect(safeNext(c.req.query("next"), START[person.role]), 303);
  });
