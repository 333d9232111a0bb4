import { type AppContext, factory } from "./context.ts";
import { Problem } from "./problem.ts";

/** The form that a request carries. Throws a Problem (400) where its body can't be read as one. */
export async function formOf(c: AppContext): Promise<FormData> {
  try {
    return await c.req.formData();
  } catch {
    throw new Problem(400, "unreadable");
  }
}

/** Reads forms before any route does, so that a broken one is the sender's mistake everywhere; Hono keeps what was read. */
export const readableForms = factory.createMiddleware(async (c, next) => {
  const type = c.req.header("content-type")?.toLowerCase() ?? "";
  const isForm = type.startsWith("multipart/form-data") || type.startsWith("application/x-www-form-urlencoded");
  if (isForm && c.req.method === "POST") await formOf(c);
  await next();
});
