import { equal, match } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createApp } from "../../worker/app.tsx";
import { openDatabase } from "../../worker/db/client.ts";
import { localRoutes } from "../../worker/dev/local-routes.ts";
import { platformPorts } from "../../worker/ports/platform-ports.ts";
import { readSettings } from "../../worker/ports/settings.ts";
import { sqliteD1 } from "./sqlite-d1.ts";

declare const Deno: { test(name: string, body: () => Promise<void>): void };

const SETTINGS = {
  STAGE: "local",
  PUBLIC_URL: "http://localhost:8787",
  SIGNING_KEYS: '{"current":"k1","keys":{"k1":"a-key-for-tests-of-32-characters-or-more"}}',
  POSTMARK_TOKEN: "none",
  POSTMARK_HOST: "127.0.0.1:9",
  MAIL_FROM: "Parlour <evenings@parlour.example>",
  SFU_URL: "http://127.0.0.1:9/v1",
  SFU_APP_ID: "none",
  SFU_APP_SECRET: "none",
};
const ROOT = new URL("../../", import.meta.url);

function startApp() {
  const folder = new URL("migrations/", ROOT);
  const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  const migrations = names.sort().map((name) => readFileSync(new URL(name, folder), "utf8"));
  const settings = readSettings(SETTINGS);
  return createApp(
    {
      settings,
      db: openDatabase(sqliteD1(migrations) as unknown as Parameters<typeof openDatabase>[0]),
      rooms: {
        notify: () => Promise.resolve(),
        forget: () => Promise.resolve(),
        connect: () => Promise.reject(new Error("no rooms here")),
      },
      boards: {
        look: () => Promise.reject(new Error("no boards here")),
        changed: () => Promise.reject(new Error("no boards here")),
        connect: () => Promise.reject(new Error("no boards here")),
      },
      ...platformPorts(settings),
    },
    localRoutes,
  );
}

function demoFiles(): Record<string, string> {
  const names = ["students", "staff", "guardians", "guardianships", "classes", "class_teachers", "enrolment"];
  const read = (name: string) => readFileSync(new URL(`local/demo/greenabbey/${name}.csv`, ROOT), "utf8");
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

Deno.test("the application runs on Deno: a school is imported, a guardian signs in and sees the bookings", async () => {
  const app = startApp();
  const get = async (url: string, headers: Record<string, string> = {}) =>
    await app.fetch(new Request(url, { headers }));
  const demo = await app.fetch(
    new Request("http://localhost:8787/dev/demo", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ files: demoFiles() }),
    }),
  );
  equal(demo.ok, true, await demo.clone().text());
  const people = (await (await get("http://localhost:8787/dev/people.json")).json()) as {
    name: string;
    signInUrl: string;
  }[];
  const david = people.find((person) => person.name === "David Aaron");
  const signedIn = await get(david?.signInUrl ?? "");
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const page = await (await get("http://greenabbey.localhost:8787/bookings", { cookie })).text();
  match(page, /3 appointments from/);
  match(page, /10 minute gap/);
});
