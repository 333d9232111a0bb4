import { HTTPException } from "hono/http-exception";
import { ProblemPage } from "../../web/pages/problem-page.tsx";
import { faultFields } from "../ports/fault-fields.ts";
import type { AppContext } from "./context.ts";
import { failureNumber } from "./failure-number.ts";
import { isOverloaded } from "./overloaded.ts";
import { notFound, Problem } from "./problem.ts";
import { page, schoolView, viewerOf } from "./render.ts";
import { isUnmigrated } from "./unmigrated.ts";

/** What does not serve now may in a moment: a restart, a migration, a slow neighbour. */
const RETRY_AFTER_S = 5;

/**
 * The one place where an error becomes an answer: JSON for a script, a page for a person. What is no refusal but a failure is logged, and
 * answered with the log line's number.
 */
export function answerError(error: Error, c: AppContext): Response {
  const problem = toProblem(error);
  const { title, words } = problem.in(c.var.words);
  const number = problem.status >= 500 ? report(error, problem, c) : null;
  if (problem.status === 503) c.header("retry-after", String(RETRY_AFTER_S));
  if (c.req.header("accept")?.includes("application/json") || c.req.path.endsWith("/pass"))
    return c.json({ error: problem.code, words, ...(number && { number }) }, problem.status);
  const school = c.get("school") as typeof c.var.school | undefined;
  const view = (
    <ProblemPage
      title={title}
      words={words}
      number={number}
      signInUrl={problem.signInUrl}
      school={school ? schoolView(school) : null}
      viewer={viewerOf((c.get("person") as typeof c.var.person | undefined) ?? null)}
    />
  );
  return page(c, view, problem.status);
}

/** Logs the failure under a number of its own. A database that is still being filled is nobody's fault. */
function report(error: Error, { status, code }: Problem, c: AppContext): string {
  const { deps, now } = c.var;
  const number = failureNumber();
  const school = c.get("school") as typeof c.var.school | undefined;
  deps.log({
    ...{ level: code === "starting" ? "warn" : "error", event: "request_failed", number },
    ...{ method: c.req.method, route: c.req.routePath, schoolId: school?.id ?? null },
    ...{ status, problem: code, ms: deps.clock.now() - now },
    ...faultFields(error),
  });
  return number;
}

function toProblem(error: Error): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException && error.status === 403) return new Problem(403, "otherSite");
  if (error instanceof HTTPException && error.status === 404) return notFound();
  if (isUnmigrated(error)) return new Problem(503, "starting");
  if (isOverloaded(error)) return new Problem(503, "busy");
  return new Problem(500, "ours");
}
