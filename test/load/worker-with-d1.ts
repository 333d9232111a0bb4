import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { ROOT } from "../../local/settings.ts";

/** A worker of this folder on workerd, with a migrated D1 as `DB`, and `bindings`; its state is kept in `folder`. */
export async function startWithD1(
  folder: string,
  entry: string,
  bindings: Record<string, string> = {},
): Promise<Miniflare> {
  const path = join(folder, "worker.mjs");
  const bundle = await build({
    ...{ entryPoints: [entry], absWorkingDir: ROOT, bundle: true, write: false },
    ...{ format: "esm", target: "es2024", external: ["cloudflare:*"], conditions: ["workerd", "worker", "browser"] },
    ...{ jsx: "automatic", jsxImportSource: "preact", logLevel: "error", minify: true },
  });
  await writeFile(path, bundle.outputFiles[0]?.text ?? "");
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...{ host: "127.0.0.1", cf: false, telemetry: { enabled: false }, log: new Log(LogLevel.ERROR) },
      resourcePersistencePath: join(folder, "state"),
      workers: [
        {
          ...{ name: "bench", compatibilityDate: "2026-08-01" },
          ...{ modulesRoot: folder, modules: [{ type: "ESModule", path }], d1Databases: ["DB"], bindings },
        },
      ],
    }),
  );
  await migrate(miniflare);
  return miniflare;
}

async function migrate(miniflare: Miniflare): Promise<void> {
  const d1 = await miniflare.getD1Database("DB");
  const folder = join(ROOT, "migrations");
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  for (const name of files.sort()) {
    const statements = readFileSync(join(folder, name), "utf8").split("--> statement-breakpoint");
    await d1.batch(statements.map((statement) => d1.prepare(statement)));
  }
}
