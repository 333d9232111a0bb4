import * as z from "zod";

const keyRing = z
  .object({ current: z.string(), keys: z.record(z.string(), z.string().min(32)) })
  .refine((ring) => ring.current in ring.keys, "current names no key of the ring");

/** Addresses with commas between them, in lower case, each once. */
const addresses = z
  .string()
  .default("")
  .transform((text, context) => {
    const list = text.split(",").map((address) => address.trim().normalize("NFC").toLowerCase());
    const given = list.filter((address) => address !== "");
    if (!given.every((address) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)))
      context.addIssue("names something that is no address");
    return [...new Set(given)];
  });

const settings = z.object({
  STAGE: z.enum(["local", "production"]),
  /** The platform's own address, `https://school.example`; a school is at `https://{slug}.school.example`. */
  PUBLIC_URL: z.url().transform((address) => new URL(address)),
  SIGNING_KEYS: z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue("is not JSON");
        return z.NEVER;
      }
    })
    .pipe(keyRing),
  POSTMARK_TOKEN: z.string().min(1),
  /** Only where something else than Postmark itself speaks its API: the local mail tray. */
  POSTMARK_HOST: z.string().optional(),
  /** What Postmark's webhooks show as `postmark:{password}`; ASCII. Without it no report is taken. */
  POSTMARK_WEBHOOK_PASSWORD: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, "needs 16 or more letters, figures or signs, without spaces")
    .optional(),
  MAIL_FROM: z.string().min(3),
  /** Who runs the platform: they make schools, and sign in at `PUBLIC_URL`/operator by a mailed link. */
  OPERATORS: addresses,
  /** What `npm run school` shows. Without it the command is refused. */
  OPERATOR_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,}$/, "needs 32 or more letters, figures or signs, without spaces")
    .optional(),
  SFU_URL: z.url(),
  SFU_APP_ID: z.string().min(1),
  SFU_APP_SECRET: z.string().min(1),
  /** Where the rooms must live: "eu" keeps them, and what they store, in the EU. The database's place is chosen when it is made. */
  JURISDICTION: z.enum(["eu"]).optional(),
  TURN_KEY_ID: z.string().optional(),
  TURN_KEY_TOKEN: z.string().optional(),
});

export type Settings = z.infer<typeof settings>;

/** The bindings' plain values, checked. Throws with the names of those that are missing or wrong, never their values. */
export function readSettings(bindings: object): Settings {
  const result = settings.safeParse(bindings);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The configuration is not complete. ${faults.join("; ")}`);
}
