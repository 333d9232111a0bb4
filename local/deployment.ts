import { join } from "node:path";
import { LOCAL, ROOT, readSettings } from "./settings.ts";

export type Deployment = {
  /** "https://school.example". */
  origin: string;
  token: string;
  /** What to do where nothing answers. */
  hint: string;
};

/**
 * Where a command speaks to: the run on this machine, or the deployment of a name in wrangler.toml, with the token of the environment.
 * @throws Error with words for a person where the name or the token is missing.
 */
export async function findDeployment(name: string | null, env: NodeJS.ProcessEnv): Promise<Deployment> {
  if (name === null) {
    const origin = `http://localhost:${readSettings(env).port}`;
    const hint =
      "Start Parlour with npm start, in another terminal, with the same PORT; or name a deployment with --env.";
    return { origin, token: LOCAL.OPERATOR_TOKEN, hint };
  }
  const token = env.OPERATOR_TOKEN ?? "";
  if (token === "")
    throw new Error(
      `Set OPERATOR_TOKEN to what you gave the deployment by npx wrangler secret put OPERATOR_TOKEN --env ${name}.`,
    );
  return { origin: await publicUrlOf(name), token, hint: "Is it deployed, and is PUBLIC_URL in wrangler.toml right?" };
}

async function publicUrlOf(name: string): Promise<string> {
  // Takes a second to load: only who needs it waits.
  const { unstable_readConfig: readConfig } = await import("wrangler");
  const configPath = join(ROOT, "wrangler.toml");
  const known = readConfig({ config: configPath }, { hideWarnings: true }).definedEnvironments ?? [];
  if (!known.includes(name))
    throw new Error(`wrangler.toml has no deployment “${name}”. It has: ${known.join(", ") || "none"}.`);
  const url = readConfig({ config: configPath, env: name }, { hideWarnings: true }).vars.PUBLIC_URL;
  if (typeof url !== "string" || !URL.canParse(url)) throw new Error(`wrangler.toml has no PUBLIC_URL for “${name}”.`);
  return new URL(url).origin;
}
