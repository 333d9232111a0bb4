import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createApp } from "../../worker/app.tsx";
import { openDatabase } from "../../worker/db/client.ts";
import { readSettings } from "../../worker/ports/settings.ts";
import { smallSchool } from "../support/worker/small-school.ts";
import { worldOf } from "../support/worker/world.ts";

const db = openDatabase(env.DB);

test("an empty deployment says how to make the first school, and stops when there is one", async () => {
  const front = async (OPERATORS = ["operator@parlour.example"]) => {
    const settings = { ...readSettings(env), OPERATORS };
    return (await createApp(worldOf(db, { settings })).fetch(new Request("http://localhost/"))).text();
  };
  expect(await front()).toContain("There is no school here yet");
  expect(await front()).toContain("sign in as an operator");
  expect(await front([])).toContain("<code>OPERATORS</code>");
  await smallSchool();
  expect(await front()).not.toContain("There is no school here yet");
});
