import { env } from "cloudflare:workers";
import { openDatabase } from "../../../worker/db/client.ts";
import type { School } from "../../../worker/db/records.ts";
import { schools } from "../../../worker/db/schema.ts";
import { readSettings } from "../../../worker/ports/settings.ts";

export const db = openDatabase(env.DB);
export const settings = readSettings(env);

/** A fresh school of its own for a test. */
export async function makeSchool(slug = `school-${crypto.randomUUID().slice(0, 8)}`): Promise<School> {
  const school = {
    id: crypto.randomUUID(),
    slug,
    name: "Holm Oak School",
    shortName: "Holm Oak",
    zone: "Europe/London",
    colour: "#6b3fa0",
    officePhone: "01632 960111",
    retentionDays: 30,
    callNote: "",
    signInBy: "code" as const,
    createdAt: 0,
  };
  await db.insert(schools).values(school);
  return school;
}
