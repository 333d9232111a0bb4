import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../local/settings.ts";
import { type Point, pointsOf } from "./points.ts";

const FOLDERS = ["worker", "durable-objects", "web", "local/sfu", "local/mail"];
/**
 * Left out: what is for developers, the messages themselves, styles, and the tables' description, of which a run uses the names alone
 * (what it says beyond them stands in `migrations/`).
 */
const LEFT_OUT = [
  /^worker\/dev\//,
  /^web\/words\/en(\/|\.ts$)/,
  /^web\/styles\//,
  /^worker\/db\/schema\.ts$/,
  /\.d\.ts$/,
];

/** Every place of the product in which a fault can be made. */
export function allPoints(): Point[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name}`)
      .filter((file) => /\.tsx?$/.test(file) && !LEFT_OUT.some((pattern) => pattern.test(file)))
      .sort()
      .flatMap((file) => pointsOf(file, readFileSync(join(ROOT, file), "utf8"))),
  );
}
