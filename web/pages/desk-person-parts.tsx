import type { RecordMail } from "../../worker/queries/records-mails.ts";
import type { PersonRecord } from "../../worker/queries/records-person.ts";
import { Tag } from "../ui/parts.tsx";
import { clockTime, longDate } from "../words/format.ts";
import { MAIL_KINDS, MAIL_PROBLEMS } from "./desk-page.tsx";
import { FoldingTable, Part } from "./desk-record-parts.tsx";

type Bond = PersonRecord["bonds"][number]["bond"];

/** What keeps a guardian from booking, or that nothing does. */
export function Standing({ bond }: { bond: Bond }) {
  if (bond.courtOrder)
    return (
      <Tag kind="warn" icon="warn">
        Court order: kept out
      </Tag>
    );
  if (!bond.mayBook) return <Tag kind="warn">May not book</Tag>;
  return (
    <Tag kind="good" icon="tick">
      May book
    </Tag>
  );
}

export function bondCells(bond: Bond) {
  return [
    bond.relationship || "Not said",
    bond.parentalResponsibility ? "Yes" : "No",
    bond.livesWith ? "Yes" : "No",
    <span key="standing">
      <Standing bond={bond} /> {bond.byHand && <Tag>By hand</Tag>}
    </span>,
    <a key="change" href={`/admin/students/${bond.studentId}/guardians/${bond.guardianId}`}>
      Change
    </a>,
  ];
}

export const BOND_HEAD = ["Relationship", "Responsibility", "Lives with", "Standing", "What you can do"] as const;

/** A guardian's students, with what they are to each. */
export function Bonds({ bonds, name }: { bonds: PersonRecord["bonds"]; name: string }) {
  return (
    <Part id="students" title="Students">
      {bonds.length === 0 ? (
        <p class="soft">{name} is linked to no student. A link is added on the student’s page.</p>
      ) : (
        <FoldingTable
          caption="Students"
          head={["Student", ...BOND_HEAD]}
          rows={bonds.map(({ bond, student }) => ({
            key: student.id,
            cells: [
              <span key="student">
                <a href={`/admin/students/${student.id}`}>{`${student.forename} ${student.surname}`.trim()}</a>{" "}
                {student.endedAt !== null && <Tag>Left</Tag>} {!student.guestsAllowed && <Tag>No guests</Tag>}
                <span class="small soft is-line">
                  {[student.yearGroup, student.registrationGroup].filter(Boolean).join(" · ")}
                </span>
              </span>,
              ...bondCells(bond),
            ],
          }))}
        />
      )}
    </Part>
  );
}

const REMOVED = {
  removed: "Removed",
  not_me: "“This isn’t me”",
  student_left: "Ended: the student left",
  guardian_barred: "Ended: they may not invite any more",
  school: "Not let through by the school",
} as const;

export function Invites({ invited }: Pick<PersonRecord, "invited">) {
  return (
    <Part id="invites" title="Invites">
      {invited.length === 0 ? (
        <p class="soft">They have invited nobody.</p>
      ) : (
        <FoldingTable
          caption="Invites"
          head={["Guest", "Evening", "For", "State"]}
          rows={invited.map((invite) => ({
            key: invite.id,
            cells: [
              <span key="guest">
                {invite.name || "Forgotten"}
                {invite.email && <span class="small soft is-line is-wrapping">{invite.email}</span>}
              </span>,
              <a key="evening" href={`/admin/invites?evening=${encodeURIComponent(invite.evening.id)}`}>
                {invite.evening.name}
              </a>,
              invite.students || "Nobody",
              <InviteState key="state" invite={invite} />,
            ],
          }))}
        />
      )}
    </Part>
  );
}

function InviteState({ invite }: { invite: PersonRecord["invited"][number] }) {
  switch (invite.state) {
    case "held":
      return (
        <Tag kind="warn" icon="warn">
          Held for the office
        </Tag>
      );
    case "removed":
      return <Tag>{REMOVED[invite.removedBecause ?? "removed"]}</Tag>;
    case "sent":
      return (
        <Tag kind="good" icon="tick">
          Holds
        </Tag>
      );
  }
}

/** The mails to somebody, and what became of each. */
export function Mails({ mails, zone }: { mails: readonly RecordMail[]; zone: string }) {
  const at = (time: number) => `${longDate(time, zone, true)}, ${clockTime(time, zone)}`;
  return (
    <Part id="mails" title="Mail sent to them">
      {mails.length === 0 ? (
        <p class="soft">None.</p>
      ) : (
        <FoldingTable
          caption="Mail, the newest first"
          head={["When", "What", "What became of it"]}
          rows={mails.map((mail) => ({
            key: mail.id,
            cells: [
              at(mail.at ?? mail.createdAt),
              `${MAIL_KINDS[mail.kind]}${mail.evening ? `, ${mail.evening}` : ""}`,
              <MailState key="state" mail={mail} />,
            ],
          }))}
        />
      )}
    </Part>
  );
}

function MailState({ mail }: { mail: RecordMail }) {
  if (mail.notNeeded) return <Tag>Not needed any more</Tag>;
  switch (mail.state.kind) {
    case "delivered":
      return (
        <Tag kind="good" icon="tick">
          Delivered
        </Tag>
      );
    case "sent":
      return <Tag kind="info">Sent</Tag>;
    case "waiting":
      return <Tag>Waiting to be sent</Tag>;
    case "failed":
      return (
        <>
          <Tag kind="warn" icon="warn">
            Not delivered
          </Tag>
          <span class="small is-line">{MAIL_PROBLEMS[mail.state.problem] ?? "It could not be handed over."}</span>
        </>
      );
  }
}
