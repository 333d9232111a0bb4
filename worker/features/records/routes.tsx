import { factory } from "../../http/context.ts";
import { requireRole } from "../../http/sessions.ts";
import { bondRoutes } from "./bond-routes.tsx";
import { classRoutes } from "./class-routes.tsx";
import { listRoutes } from "./list-routes.tsx";
import { personRoutes } from "./person-routes.tsx";
import { studentRoutes } from "./student-routes.tsx";

/** The school's records on its desk: lists, and a page of each person, student and class. */
export const recordsRoutes = factory
  .createApp()
  .use("/admin/people/*", requireRole("admin", "office"))
  .use("/admin/students/*", requireRole("admin", "office"))
  .use("/admin/classes/*", requireRole("admin", "office"))
  .route("/", listRoutes)
  .route("/", personRoutes)
  .route("/", bondRoutes)
  .route("/", studentRoutes)
  .route("/", classRoutes);
