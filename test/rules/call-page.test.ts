import { h } from "preact";
import { render } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { CallPage } from "../../web/pages/call-page.tsx";
import type { CallProps } from "../../web/pages/call-props.ts";
import type { SchoolView } from "../../web/ui/layout.tsx";
import { englishWords } from "../../web/words/catalogue.ts";
import { WordsContext } from "../../web/words/use-words.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 16, 0);
const SCHOOL: SchoolView = { name: "Green Abbey Primary School", shortName: "Green Abbey", officePhone: "" };

function guestProps(over: Partial<CallProps> = {}): CallProps {
  return {
    role: "guest",
    me: { participantId: "invite-1", name: "Jane Aaron" },
    guest: { inviteId: "invite-1", guestToken: "0123456789abcdef0123456789abcdef", invitedBy: "David Aaron" },
    school: SCHOOL.name,
    evening: { id: "e1", name: "Progress Meeting", zone: "UTC" },
    now: START - 6 * MINUTE,
    appointments: [
      {
        id: "a1",
        startsAt: START,
        endsAt: START + 5 * MINUTE,
        overrunUntil: START + 5 * MINUTE,
        teachers: [{ name: "Mrs Anita Abell", shortName: "Mrs Abell" }],
        student: "Sophie Aaron",
        subject: "Science",
        state: "booked",
      },
    ],
    ending: "on-time",
    note: "",
    leaveUrl: "/",
    recordsUrl: "/records",
    checkUrl: "/check",
    ...over,
  };
}

function page(props: CallProps): string {
  const page = h(CallPage, { props, school: SCHOOL, viewer: { name: "David Aaron", role: "guardian" } });
  return render(h(WordsContext.Provider, { value: englishWords }, page));
}

function propsIn(html: string): unknown {
  return JSON.parse(/id="call-props">(.*?)<\/script>/s.exec(html)?.[1] ?? "null");
}

describe("the call page before any script", () => {
  it("shows what the school asks of everyone: its own words, escaped, or ours", () => {
    expect(page(guestProps())).toContain("This call is not recorded, by the school or by you.");
    const html = page(guestProps({ note: "Please be kind.\n<b>No</b> recording." }));
    expect(html).toContain("Please be kind.\n&lt;b>No&lt;/b> recording.");
    expect(html.split('id="words"')[0]).not.toContain("This call is not recorded");
  });

  it("asks nothing of anybody who has nothing to join", () => {
    expect(page(guestProps({ appointments: [] }))).not.toContain("call-note");
  });

  it("is whole: who invites, when, with whom, and both buttons", () => {
    const html = page(guestProps());
    for (const words of [
      "Video Call Invitation for Jane Aaron",
      "David Aaron has invited you to 1 appointment today.",
      "Your appointment starts in 6 minutes",
      "Join Video Call",
      "Check Audio and Video",
      "This link is for you alone.",
      "Mrs Anita Abell",
    ]) {
      expect(html).toContain(words);
    }
  });

  it("says it in words when nothing is booked for the guest any more", () => {
    const html = page(guestProps({ appointments: [] }));
    expect(html).toContain("David Aaron has invited you. No appointment is booked at the moment.");
  });

  it("shows nobody as signed in on the guest's page, and sends no referrer from it", () => {
    const html = page(guestProps());
    expect(html).not.toContain("Sign out");
    expect(html).toContain('<meta name="referrer" content="no-referrer"');
  });

  it("names the guardian's button Join Video Appointments", () => {
    const { guest: _, ...rest } = guestProps();
    expect(page({ ...rest, role: "guardian" })).toContain("Join Video Appointments");
  });

  it("offers nothing to join when all appointments are over", () => {
    const html = page(guestProps({ now: START + 5 * MINUTE }));
    expect(html).toContain("There is nothing to join");
    expect(html).not.toContain('id="join"');
  });

  it("holds no inline script, handler or style, and a name cannot end the element of the props", () => {
    const props = guestProps({ me: { participantId: "invite-1", name: "</script><script>alert(1)</script>" } });
    const html = page(props);
    expect(propsIn(html)).toEqual(props);
    expect(html).not.toMatch(/<script>|\son\w+=|\sstyle=/);
  });
});
