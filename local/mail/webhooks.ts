import { type Message, readAddresses } from "./message.ts";

/** Where reports go, and what they show there. */
export interface Webhook {
  readonly url: string;
  readonly password: string;
}

export const EVENTS = ["delivered", "bounced", "complained"] as const;
export type Event = (typeof EVENTS)[number];

export function isEvent(name: string | null): name is Event {
  return EVENTS.some((known) => known === name);
}

/** Reports of a message what Postmark would; false where the product did not take it. */
export async function sendReport(webhook: Webhook, message: Message, event: Event, now: Date): Promise<boolean> {
  try {
    const reply = await fetch(webhook.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Basic ${Buffer.from(`postmark:${webhook.password}`).toString("base64")}`,
      },
      body: JSON.stringify(reportOf(message, event, now)),
    });
    return reply.ok;
  } catch {
    return false;
  }
}

/** postmarkapp.com/developer/webhooks: "Delivery webhook", "Bounce webhook", "Spam complaint webhook". */
function reportOf(message: Message, event: Event, now: Date) {
  const [address] = readAddresses(message.To);
  const common = {
    MessageID: message.MessageID,
    MessageStream: message.MessageStream,
    ServerID: 1,
    Tag: message.Tag,
    Metadata: message.Metadata,
  };
  const at = now.toISOString();
  switch (event) {
    case "delivered":
      return {
        RecordType: "Delivery",
        ...common,
        Recipient: address?.Email,
        DeliveredAt: at,
        Details: "In the mail tray",
      };
    case "bounced":
      return {
        ...{ RecordType: "Bounce", ...common, Email: address?.Email, BouncedAt: at, Inactive: true, ID: 1 },
        ...{ Type: "HardBounce", TypeCode: 1, Name: "Hard bounce", Description: "The address was not found." },
      };
    case "complained":
      return {
        ...{ RecordType: "SpamComplaint", ...common, Email: address?.Email, BouncedAt: at, Inactive: true, ID: 1 },
        ...{ Type: "SpamComplaint", TypeCode: 512, Name: "Spam complaint" },
      };
    default:
      return assertNever(event);
  }
}

function assertNever(event: never): never {
  throw new Error(`Unknown event: ${String(event)}`);
}
