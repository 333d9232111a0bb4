import type { Step, StepName, StepState } from "../../worker/rules/checklist.ts";
import { Tag } from "./parts.tsx";

const WORDS: Record<StepName, { title: string; text: string; link: string }> = {
  details: {
    title: "The school’s details",
    text: "Name, time zone, the office’s phone and how families sign in; then its colour and logo.",
    link: "Go through the details",
  },
  records: {
    title: "Records",
    text: "Students, guardians, teachers and classes, from your management system.",
    link: "Bring in records",
  },
  evening: { title: "The first evening", text: "Its day, its rules, and who takes part.", link: "Plan an evening" },
  rehearsal: {
    title: "A rehearsal",
    text: "An evening to try booking and calls with. Nothing about it is mailed, and you delete it afterwards.",
    link: "Plan a rehearsal",
  },
  staff: { title: "Staff accounts", text: "Who else works at the desk.", link: "Add an account" },
};

/** The first steps of a school, each with where it stands. */
export function Checklist({ steps }: { steps: readonly Step[] }) {
  return (
    <ol class="checklist">
      {steps.map((step) => (
        <li key={step.name}>
          <StepItem step={step} />
        </li>
      ))}
    </ol>
  );
}

function StepItem({ step: { name, state, path } }: { step: Step }) {
  const { title, text, link } = WORDS[name];
  const press = state === "later" ? "resume" : "leave";
  return (
    <>
      <p class="row">
        <strong>{title}</strong> <StateTag state={state} />
      </p>
      {state !== "done" && <p class="soft">{text}</p>}
      {state !== "done" && (
        <form class="row" method="post" action={`/admin/setup/${name}/${press}`}>
          {state !== "later" && (
            <a class="button" href={path}>
              {state === "begun" ? "Go on" : link}
            </a>
          )}
          <button class="button is-quiet" type="submit">
            {state === "later" ? "Take it up again" : "Leave it for later"}
            <span class="unseen">: {title}</span>
          </button>
        </form>
      )}
    </>
  );
}

function StateTag({ state }: { state: StepState }) {
  switch (state) {
    case "done":
      return (
        <Tag kind="good" icon="tick">
          Done
        </Tag>
      );
    case "begun":
      return (
        <Tag kind="info" icon="clock">
          Begun
        </Tag>
      );
    case "later":
      return <Tag>Left for later</Tag>;
    case "to-do":
      return <Tag kind="warn">To do</Tag>;
  }
}
