import type { LocalRoutes } from "../app.tsx";
import { devApexRoutes } from "./apex-routes.tsx";
import { devSchoolRoutes } from "./school-routes.ts";
import { untilDemo } from "./until-demo.ts";

export const localRoutes: LocalRoutes = {
  onApex: (apex) => apex.get("/", untilDemo()).route("/", devApexRoutes),
  beforeSchool: (school) => school.use(untilDemo()),
  afterSchool: (school) => school.route("/", devSchoolRoutes),
};
