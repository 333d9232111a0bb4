import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands for Postmark: takes every mail and counts them by the id that we gave it. */
export async function openPost() {
  const taken = new Map<string, number>();
  const server = createServer((question, answer) => {
    void textOf(question).then((text) => {
      answer.setHeader("content-type", "application/json");
      if (question.method !== "POST") return answer.end('{"TotalCount":0,"Messages":[]}');
      const mails = JSON.parse(text) as { Metadata: { id: string } }[];
      for (const { Metadata } of mails) taken.set(Metadata.id, (taken.get(Metadata.id) ?? 0) + 1);
      answer.end(JSON.stringify(mails.map((mail) => ({ ErrorCode: 0, Message: "OK", MessageID: mail.Metadata.id }))));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, taken, close: () => server.close() };
}

async function textOf(question: IncomingMessage): Promise<string> {
  question.setEncoding("utf8");
  let text = "";
  for await (const part of question) text += String(part);
  return text;
}
