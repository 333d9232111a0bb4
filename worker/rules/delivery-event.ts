import * as z from "zod";
import { assertNever } from "../../durable-objects/assert-never.ts";

/** What Postmark's webhooks tell of one message, as far as anybody is told of it. */
export type DeliveryEvent = {
  /** The outbox row and its school, from the message's metadata. */
  id: string;
  schoolSlug: string;
  delivery: "delivered" | "bounced" | "complained";
  problem: DeliveryProblem | null;
  /** Where the message went; empty where the report does not say. */
  address: string;
  /** When it happened, epoch milliseconds. */
  at: number;
};

export type DeliveryProblem = "no_such_address" | "mailbox" | "refused" | "complained";

const metadata = z.object({ id: z.string(), school: z.string() });
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const address = z.string().catch("");
const report = z.discriminatedUnion("RecordType", [
  z.object({ RecordType: z.literal("Delivery"), Metadata: metadata, DeliveredAt: time, Recipient: address }),
  z.object({ RecordType: z.literal("Bounce"), Metadata: metadata, BouncedAt: time, Type: z.string(), Email: address }),
  z.object({ RecordType: z.literal("SpamComplaint"), Metadata: metadata, BouncedAt: time, Email: address }),
]);

/** Reads the body of a webhook. Null for what tells nobody anything: another kind of report, a mail that is not ours, a delay. */
export function readDeliveryEvent(body: unknown): DeliveryEvent | null {
  const parsed = report.safeParse(body);
  if (!parsed.success) return null;
  const { data } = parsed;
  const of = { id: data.Metadata.id, schoolSlug: data.Metadata.school };
  switch (data.RecordType) {
    case "Delivery":
      return { ...of, delivery: "delivered", problem: null, at: data.DeliveredAt, address: data.Recipient };
    case "SpamComplaint":
      return { ...of, delivery: "complained", problem: "complained", at: data.BouncedAt, address: data.Email };
    case "Bounce": {
      const problem = BOUNCES[data.Type];
      return problem ? { ...of, delivery: "bounced", problem, at: data.BouncedAt, address: data.Email } : null;
    }
    default:
      return assertNever(data);
  }
}

/** Bounces that mean that nobody got it (postmarkapp.com/developer/api/bounce-api, "Bounce types"); the others are delays and replies. */
const BOUNCES: Record<string, DeliveryProblem> = {
  HardBounce: "no_such_address",
  BadEmailAddress: "no_such_address",
  SoftBounce: "mailbox",
  DnsError: "mailbox",
  Blocked: "refused",
  SpamNotification: "refused",
  VirusNotification: "refused",
  DMARCPolicy: "refused",
  ManuallyDeactivated: "refused",
  Unknown: "refused",
};
