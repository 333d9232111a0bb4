import { FieldProblem } from "../ui/form-parts.tsx";
import { DeskSettingsFrame, type SettingsFrameProps } from "./desk-settings-frame.tsx";

/** The logo beside the school's name: shown, replaced, taken away. */
export function DeskLogoPage(props: SettingsFrameProps) {
  const { school, errors } = props;
  const [error] = errors;
  return (
    <DeskSettingsFrame {...props} here="logo" title="Logo">
      <section class="card stack" aria-labelledby="now">
        <h2 id="now">Now</h2>
        {school.logoUrl ? (
          <>
            <p>
              <img class="logo-now" src={school.logoUrl} alt={`${school.name}’s logo`} />
            </p>
            <form method="post" action="/admin/settings/logo/remove">
              <button class="button" type="submit">
                Take the logo away
              </button>
            </form>
          </>
        ) : (
          <p>There is none: a plain crest in your colour stands in its place.</p>
        )}
      </section>
      <form
        class="card stack"
        method="post"
        action="/admin/settings/logo"
        enctype="multipart/form-data"
        novalidate
        aria-labelledby="new"
      >
        <h2 id="new">{school.logoUrl ? "Another one" : "Add a logo"}</h2>
        <div class={error ? "field is-wrong" : "field"}>
          <label for="logo">The file</label>
          {error && <FieldProblem id="logo-error" words={error.words} />}
          <input
            class="input"
            id="logo"
            name="logo"
            type="file"
            accept="image/png,image/jpeg,image/webp"
            aria-invalid={error ? "true" : undefined}
            aria-describedby={error ? "logo-hint logo-error" : "logo-hint"}
          />
          <p class="hint" id="logo-hint">
            PNG, JPEG or WebP, 200 kB at most. It stands beside the school’s name at the height of two lines, so a
            square one reads best
          </p>
        </div>
        <p>
          <button class="button is-primary" type="submit">
            Save the logo
          </button>
        </p>
      </form>
    </DeskSettingsFrame>
  );
}
