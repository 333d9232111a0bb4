import type { FieldError } from "../../worker/rules/form-fields.ts";
import { InputField } from "../ui/form-parts.tsx";
import type { SchoolView, Viewer } from "../ui/layout.tsx";
import { DeskSettingsFrame } from "./desk-settings-frame.tsx";

export type DeskOpenIdProps = {
  school: SchoolView;
  viewer: Viewer;
  input: { issuer: string; clientId: string; required: boolean };
  errors: FieldError[];
  saved: boolean;
  /** What people call the provider by which staff sign in now; null where they don't. */
  provider: string | null;
  /** What the provider has to be told. */
  callbackUrl: string;
};

/** Staff sign in with the school's own accounts: Microsoft, Google, or another OpenID Connect provider. */
export function DeskOpenIdPage(props: DeskOpenIdProps) {
  const { school, viewer, errors, saved, provider } = props;
  return (
    <DeskSettingsFrame
      {...{ school, viewer, errors }}
      news={saved ? newsOf(provider) : null}
      here="sign-in"
      title="Staff sign-in"
    >
      <p class="soft">
        Teachers and the office sign in by a link in their e-mail. With an OpenID Connect provider they can use the
        accounts that they have at the school, with whatever second step those ask for.
      </p>
      <Provider {...props} />
      {provider && <TurnOff provider={provider} />}
    </DeskSettingsFrame>
  );
}

function newsOf(provider: string | null): string {
  if (provider === null) return "Saved. Staff sign in by a link in their e-mail.";
  return `Saved. Staff can sign in with ${provider} now: try it in a private window.`;
}

function Provider({ input, errors, provider, callbackUrl }: DeskOpenIdProps) {
  return (
    <form class="card stack" method="post" action="/admin/settings/sign-in" novalidate>
      <p>
        Make an application for Parlour at your provider (a “web application” there), and give it this address to send
        people back to: <code class="breaks">{callbackUrl}</code>
      </p>
      <InputField
        id="issuer"
        label="The provider’s address (issuer)"
        hint="Google: https://accounts.google.com. Microsoft: https://login.microsoftonline.com/, your directory (tenant) ID, /v2.0"
        value={input.issuer}
        errors={errors}
      />
      <InputField id="clientId" label="Client ID" value={input.clientId} errors={errors} />
      <InputField
        id="clientSecret"
        label="Client secret"
        hint={
          provider
            ? "It is stored, and not shown. Leave the box empty to keep it"
            : "It is stored sealed, and never shown again"
        }
        value=""
        autocomplete="off"
        errors={errors}
      />
      <label class="choice">
        <input type="checkbox" name="required" value="1" checked={input.required} />
        <span>Staff sign in by nothing else: no more links by e-mail</span>
      </label>
      <p class="soft">
        People are found by the e-mail address in your records. Try it once before you tick the box: if the provider
        fails, only Parlour’s operators can let you back in.
      </p>
      <p>
        <button class="button is-primary" type="submit">
          Save
        </button>
      </p>
    </form>
  );
}

function TurnOff({ provider }: { provider: string }) {
  return (
    <form class="card stack" method="post" action="/admin/settings/sign-in/off">
      <p>Without {provider}, staff sign in by a link in their e-mail again. The client secret is deleted.</p>
      <p>
        <button class="button" type="submit">
          Stop signing in with {provider}
        </button>
      </p>
    </form>
  );
}
