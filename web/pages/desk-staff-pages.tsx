import type { ComponentChildren } from "preact";
import type { FieldError } from "../../worker/rules/form-fields.ts";
import type { StaffInput } from "../../worker/rules/staff-form.ts";
import { DeskNav } from "../ui/desk-nav.tsx";
import { ChoiceField, ErrorSummary, InputField } from "../ui/form-parts.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice, Tag } from "../ui/parts.tsx";
import { clockTime, longDate } from "../words/format.ts";

/** One of the staff; times are epoch milliseconds. */
export type StaffMember = {
  id: string;
  name: string;
  role: "teacher" | "admin" | "office";
  email: string;
  endedAt: number | null;
  lastSignInAt: number | null;
  isLastAdmin: boolean;
};

type Frame = { school: SchoolView; viewer: Viewer; zone: string };

const ROLE = { admin: "Admin", office: "Office", teacher: "Teacher" } as const;
const MAY = {
  admin: "Everything: settings, staff accounts and records too",
  office: "Families, evenings and the night; no settings, staff accounts or imports",
} as const;
const ROLES = (["admin", "office"] as const).map((role) => ({ value: role, label: `${ROLE[role]}. ${MAY[role]}` }));

export type DeskStaffProps = Frame & {
  staff: StaffMember[];
  /** The id of whoever looks. */
  you: string;
  news: string | null;
};

/** Who of the school has an account: the desk's first, then the teachers. */
export function DeskStaffPage(props: DeskStaffProps) {
  const { staff, news } = props;
  const desk = staff.filter(({ role }) => role !== "teacher");
  const teachers = staff.filter(({ role }) => role === "teacher");
  return (
    <StaffFrame {...props} title="Staff accounts" news={news} errors={[]}>
      <section class="stack" aria-labelledby="desk">
        <div class="row is-apart">
          <h2 id="desk">The desk</h2>
          <a class="button" href="/admin/staff/new">
            Add an account
          </a>
        </div>
        <StaffTable {...props} staff={desk} caption="Accounts of the desk" />
      </section>
      <section class="stack" aria-labelledby="teachers">
        <h2 id="teachers">Teachers</h2>
        <p class="soft">
          Teachers come with the records. One who works at the desk as well gets an account there under the same
          address: the sign-in link asks which of the two it is for.
        </p>
        {teachers.length > 0 ? (
          <StaffTable {...props} staff={teachers} caption="Teachers" />
        ) : (
          <p>
            There are none yet. <a href="/admin/import">Bring in records</a>
          </p>
        )}
      </section>
    </StaffFrame>
  );
}

function StaffTable({ staff, you, zone, caption }: DeskStaffProps & { caption: string }) {
  return (
    <div class="table-wrap">
      <table class="table is-folding">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Role</th>
            <th scope="col">Address</th>
            <th scope="col">Last sign-in</th>
          </tr>
        </thead>
        <tbody>
          {staff.map((member) => (
            <tr key={member.id}>
              <th scope="row">
                <a href={`/admin/staff/${member.id}`}>{member.name}</a>
                {member.id === you && " (you)"}
              </th>
              <td data-label="Role">
                {ROLE[member.role]} {member.endedAt !== null && <Tag>Ended {longDate(member.endedAt, zone)}</Tag>}
              </td>
              <td data-label="Address">{member.email || "none in the records"}</td>
              <td data-label="Last sign-in">{signInWords(member, zone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function signInWords({ lastSignInAt }: StaffMember, zone: string): string {
  return lastSignInAt === null ? "Not yet" : `${longDate(lastSignInAt, zone)}, ${clockTime(lastSignInAt, zone)}`;
}

export type DeskStaffFormProps = Frame & { input: StaffInput; errors: FieldError[] };

/** A new account of the desk. */
export function DeskStaffFormPage(props: DeskStaffFormProps) {
  const { input, errors } = props;
  return (
    <StaffFrame {...props} title="Add an account" news={null}>
      <form class="card stack" method="post" action="/admin/staff/new" novalidate>
        <input type="hidden" name="id" value={input.id} />
        <div class="field-grid is-triple">
          <InputField id="title" label="Title" hint="Mrs, Dr, or nothing" value={input.title} errors={errors} />
          <InputField id="forename" label="First name" value={input.forename} required errors={errors} />
          <InputField id="surname" label="Surname" value={input.surname} required errors={errors} />
        </div>
        <InputField
          id="email"
          label="E-mail address"
          hint="We mail them a way in. They sign in by mail from then on; there are no passwords"
          type="email"
          value={input.email}
          autocomplete="off"
          required
          errors={errors}
        />
        <ChoiceField
          id="role"
          label="What they may do"
          kind="radio"
          chosen={[input.role]}
          options={ROLES}
          errors={errors}
        />
        <p class="row">
          <button class="button is-primary" type="submit">
            Add the account
          </button>
          <a class="button" href="/admin/staff">
            Back: Staff accounts
          </a>
        </p>
      </form>
    </StaffFrame>
  );
}

export type DeskStaffMemberProps = Frame & {
  member: StaffMember;
  isYou: boolean;
  errors: FieldError[];
  news: string | null;
};

/** One account: what it may do, a way in by mail, and its end. */
export function DeskStaffMemberPage(props: DeskStaffMemberProps) {
  const { member, zone } = props;
  return (
    <StaffFrame {...props} title={member.name}>
      <dl class="facts card">
        <dt>Role</dt>
        <dd>{ROLE[member.role]}</dd>
        <dt>Address</dt>
        <dd>{member.email || "none in the records"}</dd>
        <dt>Last sign-in</dt>
        <dd>{signInWords(member, zone)}</dd>
        {member.endedAt !== null && (
          <>
            <dt>Ended</dt>
            <dd>{longDate(member.endedAt, zone)}</dd>
          </>
        )}
      </dl>
      {member.endedAt === null ? <Present {...props} /> : <Left member={member} />}
      <p>
        <a class="back" href="/admin/staff">
          Staff accounts
        </a>
      </p>
    </StaffFrame>
  );
}

function Present({ member, isYou, errors }: DeskStaffMemberProps) {
  const path = `/admin/staff/${member.id}`;
  return (
    <>
      {member.role !== "teacher" && (
        <form class="card stack" method="post" action={`${path}/role`} novalidate>
          <ChoiceField
            id="role"
            label="What they may do"
            kind="radio"
            chosen={[member.role]}
            options={ROLES}
            errors={errors}
          />
          <p>
            <button class="button" type="submit">
              Save
            </button>
          </p>
        </form>
      )}
      {member.email !== "" && (
        <form class="card stack" method="post" action={`${path}/mail`}>
          <p>Mails a link that signs them in once, within seven days.</p>
          <p>
            <button class="button" type="submit">
              Mail a way in
            </button>
          </p>
        </form>
      )}
      <form class="card stack" method="post" action={`${path}/end`} id="end" aria-labelledby="end-h">
        <h2 id="end-h">End this account</h2>
        <p>{endWords(member, isYou)}</p>
        {!member.isLastAdmin && (
          <p>
            <button class="button is-danger" type="submit">
              End it
            </button>
          </p>
        )}
      </form>
    </>
  );
}

function endWords({ role, isLastAdmin }: StaffMember, isYou: boolean): string {
  if (isLastAdmin)
    return "This is the school’s only admin, so it can’t be ended or made office. Make somebody else an admin first.";
  if (isYou)
    return "It is your own: you are signed out at once, on every device, and another admin has to bring you back.";
  const out =
    "They are signed out at once, on every device and out of a call, and links that were mailed to them stop working.";
  return role === "teacher"
    ? `${out} Their open appointments wait at the desk for you to hand over or cancel.`
    : `${out} They can be brought back.`;
}

function Left({ member }: { member: StaffMember }) {
  return (
    <form class="card stack" method="post" action={`/admin/staff/${member.id}/back`}>
      <p>Nothing lets them in. What ended with the account stays ended; they may sign in again once they are back.</p>
      <p>
        <button class="button" type="submit">
          Bring them back
        </button>
      </p>
    </form>
  );
}

type FrameProps = Frame & { title: string; errors: FieldError[]; news: string | null; children: ComponentChildren };

function StaffFrame({ title, school, viewer, errors, news, children }: FrameProps) {
  return (
    <SchoolPage
      title={title}
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="staff" viewer={viewer} />}
    >
      <header>
        <h1>{title}</h1>
      </header>
      {errors.length > 0 && <ErrorSummary title="There is something to put right" errors={errors} />}
      {news && (
        <Notice kind="good" role="status">
          <p>{news}</p>
        </Notice>
      )}
      {children}
    </SchoolPage>
  );
}
