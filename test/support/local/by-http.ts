import type { PassReply, PassRequest } from "../../../durable-objects/protocol.ts";
import type { LocalRun } from "../local-run.ts";

export type Evening = { id: string; appointments: { id: string; guardian: string; teachers: string[] }[] };
/** Somebody who may ask for passes: by a cookie, or as a guest. */
export type Someone = { cookie?: string; guest?: { guestToken: string; inviteId: string } };
export type Refused = { status: number };

/** The product's own pages and addresses, used without a browser. */
export class School {
  readonly run: LocalRun;

  constructor(run: LocalRun) {
    this.run = run;
  }

  async newEvening(startsAt: number, slotSeconds: number): Promise<Evening> {
    const response = await fetch(`${this.run.origin}/dev/evenings`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ startsAt, slotSeconds }),
    });
    if (response.status !== 201) throw new Error(`POST /dev/evenings: ${response.status} ${await response.text()}`);
    return (await response.json()) as Evening;
  }

  async signIn(name: string): Promise<Someone> {
    const people = (await (await fetch(`${this.run.origin}/dev/people.json`)).json()) as Record<string, string>[];
    const signInUrl = people.find((person) => person.name?.includes(name))?.signInUrl ?? "";
    const response = await fetch(signInUrl, { redirect: "manual" });
    const [cookie = ""] = response.headers.getSetCookie();
    return { cookie: cookie.split(";")[0] ?? "" };
  }

  /** Invites a guest for the guardian's first student, and takes the link out of the mail. */
  async invite(guardian: Someone, eveningId: string): Promise<Someone> {
    const form = await (await this.#get(guardian, `/bookings/invites/new?evening=${eveningId}`)).text();
    const student = /name="student" value="([^"]+)"/.exec(form)?.[1] ?? "";
    const email = `${crypto.randomUUID()}@guest.example`;
    const fields = {
      evening: eveningId,
      invite: crypto.randomUUID(),
      name: "Jane Aaron",
      email,
      consent: "yes",
      student,
    };
    const sent = await this.post(guardian, "/bookings/invites", new URLSearchParams(fields));
    if (sent.status !== 303) throw new Error(`The invitation was not sent: ${sent.status}`);
    const [, inviteId = "", guestToken = ""] = await this.#linkIn(email);
    return { guest: { guestToken, inviteId } };
  }

  post(someone: Someone, path: string, body: URLSearchParams): Promise<Response> {
    const headers = { cookie: someone.cookie ?? "", origin: this.run.school };
    return fetch(`${this.run.school}${path}`, { method: "POST", headers, body, redirect: "manual" });
  }

  async pass(someone: Someone, appointmentId: string, request: PassRequest = {}): Promise<PassReply | Refused> {
    const response = await fetch(`${this.run.school}/rooms/${appointmentId}/pass`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(someone.cookie && { cookie: someone.cookie }) },
      body: JSON.stringify({ ...someone.guest, ...request }),
    });
    return response.ok ? ((await response.json()) as PassReply) : { status: response.status };
  }

  #get(someone: Someone, path: string): Promise<Response> {
    return fetch(`${this.run.school}${path}`, { headers: { cookie: someone.cookie ?? "" } });
  }

  async #linkIn(email: string): Promise<RegExpExecArray> {
    for (let tries = 0; tries < 60; tries += 1) {
      const mails = (await (await fetch(`${this.run.origin}/dev/mail.json`)).json()) as { to: string; text: string }[];
      const text = mails.find((mail) => mail.to === email)?.text ?? "";
      const link = /guests\/video\/([^?\s]+)\?\S*?guestToken=([0-9a-f]{32})/.exec(text);
      if (link) return link;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`No invitation for ${email}`);
  }
}
