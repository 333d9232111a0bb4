import { HTTPException } from "hono/http-exception";
import { ProblemPage } from "../../web/pages/problem-page.tsx";
import { faultWords } from "../ports/fault-words.ts";
import type { AppContext } from "./context.ts";
import { notFound, Problem } from "./problem.ts";
import { page, schoolView, viewerOf } from "./render.ts";
import { isUnmigrated } from "./unmigrated.ts";

/** What does not serve now may in a moment: a restart, a migration, a slow neighbour. */
const RETRY_AFTER_S = 5;

/** The one place where an error becomes an answer: JSON for a script, a page for a person. */
export function answerError(error: Error, c: AppContext): Response {
  const problem = toProblem(error);
  const { title, words } = problem.in(c.var.words);
  if (problem.code === "starting") console.warn("starting: the database is not filled yet");
  else if (problem.status >= 500) console.error(`${c.req.method} ${c.req.routePath}: ${faultWords(error)}`);
  if (problem.status === 503) c.header("retry-after", String(RETRY_AFTER_S));
  if (c.req.header("accept")?.includes("application/json") || c.req.path.endsWith("/pass"))
    return c.json({ error: problem.code, words }, problem.status);
  const school = c.get("school") as typeof c.var.school | undefined;
  const view = (
    <ProblemPage
      title={title}
      words={words}
      school={school ? schoolView(school) : null}
      viewer={viewerOf((c.get("person") as typeof c.var.person | undefined) ?? null)}
    />
  );
  return page(c, view, problem.status);
}

function toProblem(error: Error): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException && error.status === 403) return new Problem(403, "otherSite");
  if (error instanceof HTTPException && error.status === 404) return notFound();
  if (isUnmigrated(error)) return new Problem(503, "starting");
  return new Problem(500, "ours");
}
