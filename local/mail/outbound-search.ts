import { CODE, type Message, type Refusal, readAddresses } from "./message.ts";

const PAGE_LIMIT = 500;
const DEPTH_LIMIT = 10_000;
const METADATA = "metadata_";

/**
 * `GET /messages/outbound`: the messages that match every filter, newest first. `count` and `offset` are required, as at Postmark;
 * names of parameters are not case-sensitive there, and the SDK writes `fromEmail`.
 */
export function findMessages(parameters: URLSearchParams, newestFirst: readonly Message[]) {
  const query = new Map([...parameters].map(([name, value]) => [name.toLowerCase(), value]));
  const count = wholeNumber(query.get("count"));
  const offset = wholeNumber(query.get("offset"));
  if (count === undefined || offset === undefined) return badQuery("'count' and 'offset' are required.");
  if (count < 1 || count > PAGE_LIMIT) return badQuery(`'count' is 1 to ${PAGE_LIMIT}.`);
  if (count + offset > DEPTH_LIMIT) return badQuery(`'count' and 'offset' together are ${DEPTH_LIMIT} at most.`);
  const found = newestFirst.filter((message) => matches(message, query));
  return { TotalCount: found.length, Messages: found.slice(offset, offset + count).map(toOutbound) };
}

/** A message as searches list it: everything but its bodies. */
export function toOutbound(message: Message) {
  const [To, Cc, Bcc] = [message.To, message.Cc, message.Bcc].map(readAddresses);
  return {
    MessageID: message.MessageID,
    Tag: message.Tag,
    To,
    Cc,
    Bcc,
    Recipients: [message.To, message.Cc, message.Bcc].flatMap(readAddresses).map(({ Email }) => Email),
    ReceivedAt: message.ReceivedAt,
    From: message.From,
    Subject: message.Subject,
    Attachments: [],
    Status: "Sent",
    TrackOpens: false,
    TrackLinks: "None",
    Metadata: message.Metadata,
    MessageStream: message.MessageStream,
    Sandboxed: false,
  };
}

function matches(message: Message, query: ReadonlyMap<string, string>): boolean {
  const metadata = new Map(Object.entries(message.Metadata).map(([name, value]) => [name.toLowerCase(), value]));
  return [...query].every(([name, wanted]) => {
    if (name.startsWith(METADATA)) return metadata.get(name.slice(METADATA.length)) === wanted;
    return matchesField(message, name, wanted);
  });
}

function matchesField(message: Message, name: string, wanted: string): boolean {
  const same = (text: string) => text.toLowerCase() === wanted.toLowerCase();
  switch (name) {
    case "recipient":
      return [message.To, message.Cc, message.Bcc].flatMap(readAddresses).some(({ Email }) => same(Email));
    case "fromemail":
      return readAddresses(message.From).some(({ Email }) => same(Email));
    case "tag":
      return same(message.Tag);
    case "subject":
      return message.Subject.toLowerCase().includes(wanted.toLowerCase());
    case "messagestream":
      return same(message.MessageStream);
    case "status":
      return ["sent", "processed"].includes(wanted.toLowerCase());
    case "fromdate":
      return message.ReceivedAt >= wanted;
    case "todate":
      return message.ReceivedAt.slice(0, wanted.length) <= wanted;
    default:
      return true;
  }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function badQuery(words: string): Refusal {
  return { ErrorCode: CODE.badQuery, Message: words };
}
