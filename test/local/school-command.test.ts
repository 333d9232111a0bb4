import { spawn } from "node:child_process";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../local/settings.ts";
import { collect, freePorts, type LocalRun, startLocal } from "../support/local-run.ts";

let run: LocalRun;

beforeAll(async () => {
  run = await startLocal();
}, 60_000);

afterAll(() => run?.stop());

/** `npm run school -- …`, beside the running product unless told otherwise. */
async function school(args: string[], env: Record<string, string> = { PORT: new URL(run.origin).port }) {
  const child = spawn(process.execPath, [join(ROOT, "local/school.ts"), ...args], {
    env: { ...process.env, OPERATOR_TOKEN: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collect(child);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: output() };
}

/** Browsers resolve every name under localhost; Node asks the system, which may not, and its `fetch` sets Host itself. */
async function statusAs(url: string): Promise<number | undefined> {
  const { host, pathname } = new URL(url);
  const [response] = (await once(get(run.origin + pathname, { headers: { Host: host } }), "response")) as [
    IncomingMessage,
  ];
  response.resume();
  return response.statusCode;
}

const CREATE = ["create", "--name", "Holm Oak Primary School", "--admin", "Mrs Ada Hart <ada@holmoak.example>"];

test("a school is made; the link that it prints signs its admin in; it is listed, suspended, resumed and ended", async () => {
  const made = await school(CREATE);
  expect(made).toMatchObject({ code: 0 });
  expect(made.output).toContain(
    `Holm Oak Primary School is made, at http://holmoak.localhost:${new URL(run.origin).port}`,
  );
  const link = /http\S+\/sign-in\/link\/\w+/.exec(made.output)?.[0] ?? "";
  expect(await statusAs(link)).toBe(200);
  const listed = await school(["list"]);
  expect(listed.output).toMatch(/^Subdomain +Name +State +Students +Guardians +Evenings +Address$/m);
  expect(listed.output).toMatch(/^holmoak +Holm Oak Primary School +open +0 +0 +0 +http:/m);
  expect(listed.output).toMatch(/^greenabbey +.* open +[1-9]/m);
  const said = async (...args: string[]) => {
    const { code, output } = await school(args);
    return [code, output.trim()];
  };
  expect(await said("suspend", "holmoak")).toEqual([0, "Holm Oak Primary School is suspended."]);
  expect(await said("suspend", "holmoak")).toEqual([
    1,
    "Holm Oak Primary School is suspended already; nothing was changed.",
  ]);
  expect(await said("resume", "--slug", "holmoak")).toEqual([0, "Holm Oak Primary School is open."]);
  expect(await said("end", "holmoak")).toEqual([2, expect.stringContaining("Say --yes")]);
  expect(await said("end", "holmoak", "--yes")).toEqual([
    0,
    expect.stringMatching(/has ended\. All of it is deleted from \d/),
  ]);
  expect((await school(["list"])).output).toMatch(/^holmoak .* ended /m);
});

test("what is wrong is said by the flag that mends it, with 1; a wrong command line with 2, and how it goes", async () => {
  const wrong = await school([
    "create",
    "--name",
    "Green Abbey School",
    "--slug",
    "green-abbey",
    "--admin",
    "ada",
    "--zone",
    "Mars",
  ]);
  expect(wrong.code).toBe(1);
  expect(wrong.output).toContain("--slug: This looks too much like “greenabbey”");
  expect(wrong.output).toContain("--zone: Enter a time zone");
  expect(wrong.output).toContain("--admin: An e-mail address has an @ in it");
  expect(await school(["suspend", "nobody"])).toMatchObject({
    code: 1,
    output: expect.stringContaining("no school “nobody”"),
  });
  for (const args of [[], ["burn"], ["list", "--fast"], ["create", "--name", "A", "B", "C"]]) {
    const { code, output } = await school(args);
    expect([args, code]).toEqual([args, 2]);
    expect(output).toContain("npm run school -- COMMAND");
  }
  expect(await school(["suspend"])).toMatchObject({ code: 2, output: expect.stringContaining("Which school?") });
  expect(await school(["--help"])).toMatchObject({
    code: 0,
    output: expect.stringContaining("npm run school -- COMMAND"),
  });
});

test("where nothing runs it says so; a deployment is named by wrangler.toml, with the token of the environment", async () => {
  const [port] = await freePorts(1);
  const nothing = await school(["list"], { PORT: String(port) });
  expect(nothing).toMatchObject({
    code: 1,
    output: expect.stringContaining(`Nothing answers at http://localhost:${port}`),
  });
  expect(nothing.output).toContain("npm start");
  const tokenless = await school(["list", "--env", "production"]);
  expect(tokenless).toMatchObject({ code: 2, output: expect.stringContaining("Set OPERATOR_TOKEN") });
  const unknown = await school(["list", "--env", "nowhere"], { OPERATOR_TOKEN: "x".repeat(32) });
  expect(unknown).toMatchObject({
    code: 2,
    output: expect.stringContaining("no deployment “nowhere”. It has: production"),
  });
});

test("the demo's people have an operator, whose address signs in on the platform's own host", async () => {
  const people = (await (await fetch(`${run.origin}/dev/people.json`)).json()) as { role: string; signInUrl: string }[];
  const operator = people.find(({ role }) => role === "operator");
  expect(operator).toMatchObject({ school: "", name: "operator@parlour.example" });
  const entered = await fetch(operator?.signInUrl ?? "", { redirect: "manual" });
  const cookie = (entered.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const page = await (await fetch(`${run.origin}/operator`, { headers: { cookie } })).text();
  expect(page).toContain("Green Abbey Primary School");
  expect(await (await fetch(run.origin)).text()).toContain("Those who run Parlour");
});
