import type { CallState } from "./call-state.ts";
import { type OpenDialog, openDialogAfter } from "./open-dialog.ts";
import { keepPreferences, type Preferences, readPreferences } from "./preferences.ts";

/** What the person has opened over the call, and how they like it. */
export class PageChoices {
  #openDialog: OpenDialog = null;
  #preferences = readPreferences();
  #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get openDialog(): OpenDialog {
    return this.#openDialog;
  }

  get preferences(): Preferences {
    return this.#preferences;
  }

  showDialog(dialog: OpenDialog): void {
    this.#openDialog = dialog;
    this.#onChange();
  }

  readonly closeDialog = (): void => this.showDialog(null);

  prefer(change: Partial<Preferences>): void {
    this.#preferences = { ...this.#preferences, ...change };
    keepPreferences(this.#preferences);
    this.#onChange();
  }

  /** To be called after each step of the call. */
  onStep(before: CallState, after: CallState): void {
    this.#openDialog = openDialogAfter(this.#openDialog, before, after);
  }
}
