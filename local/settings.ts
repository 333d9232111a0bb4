import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder, whatever folder the command was started in. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * What the parts on this machine show each other; they guard nothing. The Worker is given them over the values of `wrangler.toml`,
 * because reading that file takes wrangler a second, which only the process that runs the Worker can spend.
 */
export const LOCAL = {
  POSTMARK_TOKEN: "local-mail-tray",
  POSTMARK_WEBHOOK_PASSWORD: "local-webhook-password",
  OPERATORS: "operator@parlour.example",
  OPERATOR_TOKEN: "local-operator-token-never-used-in-production",
  SFU_APP_ID: "local-app",
  SFU_APP_SECRET: "local-secret",
} as const;

export interface Settings {
  /** The product: `http://localhost:{port}`. */
  readonly port: number;
  readonly mailPort: number;
  readonly sfuPort: number;
  /** Absolute folder of everything that is kept between runs. */
  readonly state: string;
}

/**
 * Reads PORT, MAIL_PORT, SFU_PORT and PARLOUR_STATE.
 * @throws Error with words for a person where a port is not a port, or two are the same.
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const settings = {
    port: readPort(env, "PORT", 8787),
    mailPort: readPort(env, "MAIL_PORT", 8788),
    sfuPort: readPort(env, "SFU_PORT", 8789),
    state: resolve(ROOT, env.PARLOUR_STATE || ".state"),
  };
  const ports = [settings.port, settings.mailPort, settings.sfuPort];
  if (new Set(ports).size < ports.length)
    throw new Error("PORT, MAIL_PORT and SFU_PORT must be three different ports.");
  return settings;
}

function readPort(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name];
  if (!text) return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${name} is "${text}", but a port is a whole number from 1 to 65535.`);
}
