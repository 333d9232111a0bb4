import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { type Deployment, findDeployment } from "./deployment.ts";
import { type Listed, schoolTable } from "./school-table.ts";

const USAGE = `npm run school -- COMMAND [--env NAME]

  list                          every school, with its state and size
  create --name NAME --admin ADDRESS [--slug SUBDOMAIN] [--short-name NAME]
         [--zone Europe/London] [--colour "#2b4c8c"] [--admin-name "Ada Hart"]
                                makes a school and prints its first admin's sign-in link
  suspend SUBDOMAIN             nobody gets in and nothing is mailed, until it is resumed
  resume SUBDOMAIN
  end SUBDOMAIN [--yes]         the same, and after its retention all of it is deleted

Without --env it speaks to the Parlour that npm start runs on this machine. With it, to the deployment of that name in wrangler.toml, whose
OPERATOR_TOKEN it takes from the environment.`;

/** Something that the person who typed can mend. `code`: 2 where the command line is wrong, 1 where it was refused. */
class Refusal extends Error {
  readonly code: 1 | 2;
  constructor(words: string, code: 1 | 2 = 1) {
    super(words);
    this.code = code;
  }
}

type Line = { command: string; slug: string; values: Values };
type Values = Record<string, string | boolean | undefined>;

const OPTIONS = {
  env: { type: "string" },
  name: { type: "string" },
  slug: { type: "string" },
  "short-name": { type: "string" },
  zone: { type: "string" },
  colour: { type: "string" },
  admin: { type: "string" },
  "admin-name": { type: "string" },
  yes: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** `npm run school`: what operators do in the browser, from a terminal. */
async function main(args: string[]): Promise<void> {
  const line = readLine(args);
  if (line.values.help || line.command === "help") return console.log(USAGE);
  const run = COMMANDS[line.command];
  if (!run) throw new Refusal(`${line.command ? `There is no command “${line.command}”.\n\n` : ""}${USAGE}`, 2);
  await run(await deploymentOf(line.values.env), line);
}

function readLine(args: string[]): Line {
  try {
    const { positionals, values } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const [command = "", slug = "", ...more] = positionals;
    if (more.length > 0) throw new Error(`What is “${more.join(" ")}”? Put names with spaces into quotation marks.`);
    return { command, slug: slug || String(values.slug ?? ""), values };
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : error}\n\n${USAGE}`, 2);
  }
}

async function deploymentOf(env: string | boolean | undefined): Promise<Deployment> {
  try {
    return await findDeployment(typeof env === "string" ? env : null, process.env);
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error), 2);
  }
}

type Command = (deployment: Deployment, line: Line) => Promise<void>;

const COMMANDS: Record<string, Command> = {
  list: async (deployment) => {
    const { schools } = await ask<{ schools: Listed[] }>(deployment, "schools");
    console.log(schools.length === 0 ? `There is no school at ${deployment.origin} yet.` : schoolTable(schools));
  },
  create: async (deployment, { values }) => {
    const made = await ask<Made>(deployment, "schools", formOf(values));
    console.log(`${made.name} is made, at ${made.url}

${made.email} signs in as its first admin here. The link works once, until ${dayOf(made.expiresAt)}; it was mailed as well:

  ${made.signInUrl}`);
  },
  suspend: (deployment, line) => change(deployment, line, "suspend"),
  resume: (deployment, line) => change(deployment, line, "resume"),
  end: async (deployment, line) => {
    if (!line.values.yes) await confirmEnd(slugOf(line));
    await change(deployment, line, "end");
  },
};

type Made = { slug: string; name: string; url: string; email: string; signInUrl: string; expiresAt: number };
type Changed = { name: string; state: string; deletedFrom: number | null; changed: boolean };

async function change(deployment: Deployment, line: Line, what: "suspend" | "resume" | "end"): Promise<void> {
  const path = `schools/${encodeURIComponent(slugOf(line))}/${what}`;
  const { name, state, deletedFrom, changed } = await ask<Changed>(deployment, path, {}, [409]);
  const words = { open: "is open", suspended: "is suspended", ended: "has ended" }[state] ?? `is ${state}`;
  if (!changed) throw new Refusal(`${name} ${words} already; nothing was changed.`);
  const until =
    deletedFrom === null ? "" : ` All of it is deleted from ${dayOf(deletedFrom)} on; until then it can be resumed.`;
  console.log(`${name} ${words}.${until}`);
}

function slugOf({ slug, command }: Line): string {
  if (slug === "") throw new Refusal(`Which school? npm run school -- ${command} SUBDOMAIN`, 2);
  return slug;
}

async function confirmEnd(slug: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new Refusal("Nobody is here to ask. Say --yes to end the school without a question.", 2);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const said = await terminal.question(
    `Nobody gets in any more, calls end, and after the school's retention all of it is deleted. Type ${slug} to end it: `,
  );
  terminal.close();
  if (said.trim() !== slug) throw new Refusal("Nothing was changed.");
}

/** The form of the API: what is missing is found there, so that both ways say the same of it. */
function formOf(values: Values): Record<string, string> {
  const text = (name: string, otherwise = "") => (typeof values[name] === "string" ? values[name] : otherwise);
  const [, named = "", inside] = /^\s*(.*?)\s*<([^<>]*)>\s*$/.exec(text("admin")) ?? [];
  const words = (text("admin-name") || named || "School Office").split(/\s+/);
  const title =
    words.length > 2 && /^(mr|mrs|ms|miss|mx|dr|prof|sir|rev)\.?$/i.test(words[0] ?? "") ? words.shift() : "";
  return {
    ...{ name: text("name"), shortName: text("short-name"), slug: text("slug") },
    ...{ zone: text("zone", "Europe/London"), colour: text("colour", "#2b4c8c"), title: title ?? "" },
    ...{ forename: words.slice(0, -1).join(" ") || (words[0] ?? ""), surname: words.at(-1) ?? "" },
    email: inside ?? text("admin"),
  };
}

/** How a box of the form is called on the command line. */
const FLAGS: Record<string, string> = {
  ...{ name: "--name", shortName: "--short-name", slug: "--slug", zone: "--zone", colour: "--colour" },
  ...{ forename: "--admin-name", surname: "--admin-name", email: "--admin" },
};

type Errors = { words?: string; errors?: { field: string; words: string }[] };

async function ask<Answer>(
  { origin, token, hint }: Deployment,
  path: string,
  body?: object,
  taken: number[] = [],
): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, accept: "application/json", "content-type": "application/json" };
  const sent = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
  const response = await fetch(`${origin}/operator/api/${path}`, sent).catch(() => {
    throw new Refusal(`Nothing answers at ${origin}. ${hint}`);
  });
  const answer = (await response.json().catch(() => null)) as (Answer & Errors) | null;
  if (answer !== null && (response.ok || taken.includes(response.status))) return answer;
  const lines = answer?.errors?.map(({ field, words }) => `${FLAGS[field] ?? field}: ${words}`);
  throw new Refusal(
    lines?.join("\n") ?? answer?.words ?? `${origin} answered ${response.status}, and not as Parlour does.`,
  );
}

function dayOf(at: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(at);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = error.code;
}
