import { bodyLimit } from "hono/body-limit";
import type * as z from "zod";
import { type AppContext, factory } from "./context.ts";
import { Problem, unreadable } from "./problem.ts";

/** The longest form, an evening's classes with a box for each, is a tenth of this. */
const MOST_BYTES = 512 * 1024;
/** Records come as files and then as a form, which writes a letter as three; how much they may hold is counted where they are read. */
const MOST_IMPORT_BYTES = 32 * 1024 * 1024;
/** A photograph instead of a logo is told on the form that it is too large. */
const MOST_LOGO_FORM_BYTES = 16 * 1024 * 1024;

const tooLong = () => {
  throw new Problem(413, "tooLong");
};
const usualLimit = bodyLimit({ maxSize: MOST_BYTES, onError: tooLong });
const importLimit = bodyLimit({ maxSize: MOST_IMPORT_BYTES, onError: tooLong });
const logoLimit = bodyLimit({ maxSize: MOST_LOGO_FORM_BYTES, onError: tooLong });

/** Refuses what is too long before anything reads it. */
export const limitedBodies = factory.createMiddleware((c, next) => {
  if (c.req.path.startsWith("/admin/import")) return importLimit(c, next);
  return c.req.path === "/admin/settings/logo" ? logoLimit(c, next) : usualLimit(c, next);
});

/** The form that a request carries. Throws a Problem (400) where its body can't be read as one. */
export async function formOf(c: AppContext): Promise<FormData> {
  try {
    return await c.req.formData();
  } catch {
    throw new Problem(400, "unreadable");
  }
}

/** What a form sent, in its own shape; a name that stands there several times is a list. Throws where no form of ours can have sent it. */
export async function readForm<Form>(c: AppContext, form: z.ZodType<Form>, otherwise = unreadable): Promise<Form> {
  const read = form.safeParse(await c.req.parseBody({ all: true }));
  if (!read.success) throw otherwise();
  return read.data;
}

/** Reads forms before any route does, so that a broken one is the sender's mistake everywhere; Hono keeps what was read. */
export const readableForms = factory.createMiddleware(async (c, next) => {
  const type = c.req.header("content-type")?.toLowerCase() ?? "";
  const isForm = type.startsWith("multipart/form-data") || type.startsWith("application/x-www-form-urlencoded");
  if (isForm && c.req.method === "POST") await formOf(c);
  await next();
});
