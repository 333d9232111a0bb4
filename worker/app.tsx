import type { ExecutionContext } from "hono";
import { afterCommitOf } from "./after-commit/after-commit.ts";
import { liveRoutes } from "./features/bookings/live-routes.ts";
import { bookingRoutes } from "./features/bookings/routes.tsx";
import { calendarRoutes } from "./features/calendar/routes.ts";
import { eveningRoutes } from "./features/evenings/evening-routes.tsx";
import { teacherHoursRoutes } from "./features/evenings/teacher-hours-routes.tsx";
import { inviteRoutes } from "./features/invites/routes.tsx";
import { leavingRoutes } from "./features/leaving/routes.tsx";
import { webhookRoutes } from "./features/mail-reports/webhook-routes.ts";
import { operatorRoutes } from "./features/operators/routes.ts";
import { openIdRoutes } from "./features/people/open-id-routes.tsx";
import { peopleRoutes } from "./features/people/routes.tsx";
import { recordsRoutes } from "./features/records/routes.tsx";
import { stopRoutes } from "./features/reminders/stop-routes.tsx";
import { boardRoutes } from "./features/rooms/board-routes.tsx";
import { roomRoutes } from "./features/rooms/routes.tsx";
import { apexRoutes } from "./features/schools/apex-routes.tsx";
import { deskRoutes } from "./features/schools/desk-routes.tsx";
import { importRoutes } from "./features/schools/import-routes.tsx";
import { openIdCallback } from "./features/schools/open-id-callback.ts";
import { openIdSettingsRoutes } from "./features/schools/open-id-settings-routes.tsx";
import { schoolRoutes } from "./features/schools/routes.tsx";
import { settingsRoutes } from "./features/schools/settings-routes.tsx";
import { setupRoutes } from "./features/schools/setup-routes.tsx";
import { staffRoutes } from "./features/staff/staff-routes.tsx";
import { teachingRoutes } from "./features/teaching/routes.ts";
import { waitlistRoutes } from "./features/waitlist/routes.tsx";
import { factory, followsUp } from "./http/context.ts";
import { answerError } from "./http/errors.tsx";
import { eveningSessions } from "./http/evening-sessions.ts";
import { limitedBodies, readableForms } from "./http/forms.ts";
import { chooseLanguage } from "./http/language.ts";
import { notFound } from "./http/problem.ts";
import { headers, sameOrigin } from "./http/security.ts";
import { presentFile } from "./http/static-files.ts";
import { readVisitor, tenantOf } from "./http/tenant.ts";
import type { Deps, World } from "./ports/deps.ts";

export type App = { fetch(request: Request, env?: object, context?: ExecutionContext): Response | Promise<Response> };

/** What a local run adds (worker/dev); handed in by its entry, so that a deployment's bundle has nothing of it. */
export type LocalRoutes = {
  /** Comes first: its front page, with the demo's people, takes the place of the plain one. */
  onApex(apex: Site): void;
  beforeSchool(school: Site): void;
  afterSchool(school: Site): void;
};

type Site = ReturnType<typeof base>;

/** The edge application. Holds no Workers globals: bindings come in behind `deps`, so that tests and Deno can run it. */
export function createApp(world: World, localRoutes?: LocalRoutes): App {
  const deps: Deps = { ...world, afterCommit: afterCommitOf(world) };
  const local = deps.settings.STAGE === "local" ? localRoutes : undefined;
  const apex = apexApp(deps, local);
  const school = schoolApp(deps, local);
  const apexHost = deps.settings.PUBLIC_URL.hostname;
  return {
    fetch(request, env, context) {
      const tenant = tenantOf(new URL(request.url).host, apexHost);
      return (tenant.kind === "apex" ? apex : school).fetch(request, env, context);
    },
  };
}

function apexApp(deps: Deps, local?: LocalRoutes) {
  const app = base(deps);
  local?.onApex(app);
  return app.route("/", openIdCallback).route("/", apexRoutes).route("/", webhookRoutes).route("/", operatorRoutes);
}

/** A school's site: everything but the platform's own address. */
export function schoolApp(deps: Deps, local?: LocalRoutes) {
  const app = base(deps);
  local?.beforeSchool(app);
  app
    .route("/", liveRoutes)
    .use(readVisitor)
    .route("/", eveningSessions)
    // These commit nothing, and come by the hundred when an evening begins.
    .route("/", roomRoutes)
    .route("/", boardRoutes)
    .use(followsUp)
    .route("/", schoolRoutes)
    .route("/", peopleRoutes)
    .route("/", openIdRoutes)
    .route("/", bookingRoutes)
    .route("/", waitlistRoutes)
    .route("/", inviteRoutes)
    .route("/", stopRoutes)
    .route("/", teachingRoutes)
    .route("/", calendarRoutes)
    .route("/", eveningRoutes)
    .route("/", teacherHoursRoutes)
    .route("/", leavingRoutes)
    .route("/", deskRoutes)
    .route("/", importRoutes)
    .route("/", settingsRoutes)
    .route("/", openIdSettingsRoutes)
    .route("/", recordsRoutes)
    .route("/", setupRoutes)
    .route("/", staffRoutes);
  local?.afterSchool(app);
  return app;
}

function base(deps: Deps) {
  return factory
    .createApp()
    .use(async (c, next) => {
      c.set("deps", deps);
      c.set("now", deps.clock.now());
      await next();
    })
    .use(...chooseLanguage(deps.settings.STAGE))
    .use(headers, sameOrigin, limitedBodies, readableForms)
    .get("/static/:name", presentFile)
    .onError((error, c) => answerError(error, c))
    .notFound((c) => answerError(notFound(), c));
}
