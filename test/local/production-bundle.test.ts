import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from "wrangler";
import { buildAssets, type StaticNames } from "../../local/build/assets.ts";
import { buildProduction } from "../../local/build/worker.ts";
import { ROOT } from "../../local/settings.ts";

/** Later features state their increase beside this number (docs/decisions/0114). */
const MOST_GZIPPED_BYTES = 400_000;
const ORIGIN = "https://school.example";
const SECRETS = {
  SIGNING_KEYS: '{"current":"k1","keys":{"k1":"a-key-for-tests-of-32-characters-or-more"}}',
  ...{ POSTMARK_TOKEN: "none", POSTMARK_WEBHOOK_PASSWORD: "a-password-for-tests" },
  ...{ SFU_APP_ID: "none", SFU_APP_SECRET: "none" },
};

let names: StaticNames;
let built: Awaited<ReturnType<typeof buildProduction>>;
let miniflare: Miniflare;

beforeAll(async () => {
  names = await buildAssets();
  built = await buildProduction(names);
  // As wrangler.toml says that it is deployed: the entry, the assets and the variables come from there.
  const { workerOptions, main } = unstable_getMiniflareWorkerOptions(join(ROOT, "wrangler.toml"), "production");
  const path = main ?? "";
  const script = { modulesRoot: dirname(path), modules: [{ type: "ESModule" as const, path }] };
  const bindings = { ...(workerOptions.bindings as Record<string, string>), ...SECRETS };
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...{ cf: false, telemetry: { enabled: false }, log: new Log(LogLevel.ERROR) },
      workers: [{ name: "parlour", ...workerOptions, ...script, bindings }],
    }),
  );
}, 60_000);

afterAll(async () => {
  await miniflare?.dispose();
});

const get = (path: string) => miniflare.dispatchFetch(`${ORIGIN}${path}`, { redirect: "manual" });

test("a deployment has none of the local run's files, addresses or words", () => {
  const { sources } = JSON.parse(readFileSync(`${built.path}.map`, "utf8")) as { sources: string[] };
  expect(sources.some((path) => path.endsWith("worker/app.tsx"))).toBe(true);
  expect(sources.filter((path) => /worker\/dev\/|demo-panel/.test(path))).toEqual([]);
  const text = readFileSync(built.path, "utf8");
  const found = ["/dev/", ...wordsOfTheLocalRun()].filter((words) => text.includes(words));
  expect(found).toEqual([]);
});

const textOf = (name: string) => readFileSync(join(ROOT, "dist/assets/static", name), "utf8");

/** What is written in quotes in worker/dev and nowhere else in the product. */
function wordsOfTheLocalRun(): string[] {
  const read = (paths: string[]) => paths.map((path) => readFileSync(join(ROOT, path), "utf8")).join("\n");
  const all = globSync("{worker,web,durable-objects}/**/*.{ts,tsx}", { cwd: ROOT });
  const isLocal = (path: string) => /worker\/dev\/|demo-panel/.test(path);
  const others = read(all.filter((path) => !isLocal(path)));
  const quoted = read(all.filter(isLocal)).matchAll(/^(?!import|export \{).*?"([^"\n]{6,})"/gm);
  const words = [...new Set([...quoted].map(([, text = ""]) => text))].filter((text) => !others.includes(text));
  expect(words.length).toBeGreaterThan(20);
  return words;
}

test("it is no larger than agreed", () => {
  expect(built.gzipped).toBeLessThanOrEqual(MOST_GZIPPED_BYTES);
});

test("wrangler uploads it as it is, with its source map; its log is kept, without the addresses that were asked for", () => {
  const config = unstable_readConfig(
    { config: join(ROOT, "wrangler.toml"), env: "production" },
    { hideWarnings: true },
  );
  expect(config).toMatchObject({ main: built.path, no_bundle: true, upload_source_maps: true });
  expect(config.build.command).toBe("npm run build");
  expect(config.observability).toMatchObject({ enabled: true, logs: { invocation_logs: false } });
});

test("its pages name files that never change, which browsers may keep for ever", async () => {
  const page = await get("/");
  expect(page.status).toBe(200);
  const html = await page.text();
  const paths = [...html.matchAll(/\/static\/[^"]+/g)].map(([path]) => path);
  expect(paths).toEqual([`/static/${names["parlour.css"]}`, `/static/${names["icon.svg"]}`]);
  for (const path of [...paths, `/static/${names["call.js"]}`]) {
    expect(path).toMatch(/-[A-Z0-9]{8}\.[a-z]+$/);
    const file = await get(path);
    await file.arrayBuffer();
    expect([path, file.status]).toEqual([path, 200]);
    expect(file.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  }
});

test("a page of the deployment before gets the files of this one", async () => {
  for (const former of ["call-ZZZZ9999.js", "call.js"]) {
    const answer = await get(`/static/${former}`);
    const { status, headers } = answer;
    expect([status, headers.get("location")]).toEqual([302, `/static/${names["call.js"]}`]);
    expect(headers.get("cache-control")).toBe("no-store");
  }
  for (const unknown of ["/static/other-ZZZZ9999.js", "/dev/mail", "/dev/people.json"])
    expect([unknown, (await get(unknown)).status]).toEqual([unknown, 404]);
});

test("a page that is open fetches no script later, so a deployment takes nothing from under it", () => {
  const scripts = [...Object.values(names)].filter((name) => name.endsWith(".js"));
  // The list grows while it is walked: what a script imports belongs to the page as well.
  for (const name of scripts)
    for (const [, chunk = ""] of textOf(name).matchAll(/"\.\/(chunk-[A-Z0-9]{8}\.js)"/g))
      if (!scripts.includes(chunk)) scripts.push(chunk);
  expect(scripts.some((name) => name.startsWith("chunk-"))).toBe(true);
  const later = /\bimport\(|new (Shared)?Worker\(|\.addModule\(|serviceWorker/;
  expect(scripts.filter((name) => later.test(textOf(name)))).toEqual([]);
});
