import type { AppContext } from "../http/context.ts";
import { Problem } from "../http/problem.ts";

const KEPT_HEADERS = ["content-type", "content-security-policy", "content-disposition", "cache-control", "location"];

/** Shows the local mail tray's own pages under the product's address. */
export async function showMailTray(c: AppContext): Promise<Response> {
  const { POSTMARK_HOST } = c.var.deps.settings;
  const { pathname, search } = new URL(c.req.url);
  try {
    const sent = c.req.method === "POST" ? { method: "POST", body: await fieldsOf(c) } : {};
    const reply = await fetch(`http://${POSTMARK_HOST}${pathname}${search}`, { redirect: "manual", ...sent });
    const headers = KEPT_HEADERS.flatMap((name) => {
      const value = reply.headers.get(name);
      return value === null ? [] : [[name, value] as [string, string]];
    });
    return new Response(reply.body, { status: reply.status, headers });
  } catch {
    throw new Problem(502, {
      title: "The mail tray does not answer",
      words: "It runs beside the product: npm start starts both.",
    });
  }
}

async function fieldsOf(c: AppContext): Promise<URLSearchParams> {
  const fields = Object.entries(await c.req.parseBody());
  return new URLSearchParams(fields.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}
