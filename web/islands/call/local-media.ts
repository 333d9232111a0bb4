import { areDevicesAllowed, askForTracks, namedDevices, type Wanted, watchPermission } from "./ask-devices.ts";
import { blankVideo } from "./blank-video.ts";
import { type DeviceChoice, keepChoice, readChoice } from "./device-choice.ts";
import {
  type Device,
  type DeviceState,
  isMeant,
  isOurs,
  isTrouble,
  type LocalView,
  stateOfTrack,
} from "./device-state.ts";
import { Listeners } from "./listeners.ts";
import type { LocalTracks, Sent } from "./media-session.ts";

type Turns = Record<Device, number>;

/**
 * The person's own camera and microphone: asked for, turned off, changed, and got back when the system takes them away. What a view presses
 * is bound, so that it can be handed over as it is.
 */
export class LocalMedia {
  #view: LocalView = {
    camera: "idle",
    mic: "idle",
    cameraTrack: null,
    micTrack: null,
    devices: [],
    choice: readChoice(),
  };
  #blank: MediaStreamTrack | undefined;
  #listeners = new Listeners();
  readonly subscribe = this.#listeners.subscribe;
  #opening: Promise<void> | null = null;
  /** Each rises with whatever is pressed: what was asked for before that still comes, and is let go. */
  #turns: Turns = { camera: 0, mic: 0 };

  constructor() {
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.#onDevices());
    void watchPermission("camera", (state) => this.#onPermission("camera", state));
    void watchPermission("microphone", (state) => this.#onPermission("mic", state));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.#regain();
    });
  }

  get view(): LocalView {
    return this.#view;
  }

  /** What to publish now, and what of it is off. A camera that is off is a dark picture once it has been on. */
  sent(): Sent {
    const { camera, mic, cameraTrack, micTrack } = this.#view;
    const video = cameraTrack ?? this.#blank;
    const tracks: LocalTracks = { ...(micTrack && { audio: micTrack }), ...(video && { video }) };
    return { tracks, muted: { audio: mic !== "on", video: camera !== "on" } };
  }

  /** Asks for whatever has not been asked for yet, in one question where it can be one. */
  open = (): Promise<void> => {
    const wanted = { camera: this.#mayOpen(this.#view.camera), mic: this.#mayOpen(this.#view.mic) };
    if (!wanted.camera && !wanted.mic) return this.#opening ?? Promise.resolve();
    this.#opening = this.#acquire(wanted).finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  };

  /** To come in without: nothing is asked, and either can be turned on later. */
  decline({ camera, mic }: Wanted): void {
    if (camera) this.#cameraOff();
    if (mic) this.#micOff();
  }

  /** Where the browser gives both without a question: that the person sees themselves as soon as the page is there. */
  async openIfAllowed(): Promise<void> {
    if (await areDevicesAllowed()) await this.open();
  }

  /** Turns off also what is only being asked for: whoever presses then wants it off. */
  toggle = async (kind: Device): Promise<void> => {
    const { mic, micTrack } = this.#view;
    if (this.#view[kind] === "on" || this.#view[kind] === "asking") {
      this.decline(only(kind));
    } else if (kind === "mic" && micTrack?.readyState === "live" && mic === "off") {
      micTrack.enabled = true;
      this.#change({ mic: stateOfTrack(micTrack) });
    } else await this.#acquire(only(kind));
  };

  /** Takes the place of what is on, is being asked for, or could not be had; of a muted microphone without being heard. */
  choose = async (kind: keyof DeviceChoice, deviceId: string): Promise<void> => {
    const choice = { ...this.#view.choice, [kind]: deviceId };
    keepChoice(choice);
    this.#change({ choice });
    const { camera, mic, micTrack } = this.#view;
    if (kind === "camera" && isMeant(camera)) await this.#acquire(only("camera"));
    if (kind === "mic" && (isMeant(mic) || micTrack)) await this.#acquire(only("mic"), mic === "off");
  };

  /** Lets go of both: the lights go out. */
  stop(): void {
    this.#turn({ camera: true, mic: true });
    this.#view.cameraTrack?.stop();
    this.#view.micTrack?.stop();
    this.#blank?.stop();
    this.#blank = undefined;
    // What could not be had is not waited for any more either.
    const closed = (state: DeviceState): DeviceState => (state === "off" ? "off" : "idle");
    this.#change({ cameraTrack: null, micTrack: null, camera: closed(this.#view.camera), mic: closed(this.#view.mic) });
  }

  #mayOpen(state: DeviceState): boolean {
    return state === "idle" || isTrouble(state);
  }

  #turn(pressed: Wanted): Turns {
    const { camera, mic } = this.#turns;
    this.#turns = { camera: camera + Number(pressed.camera), mic: mic + Number(pressed.mic) };
    return this.#turns;
  }

  #cameraOff(): void {
    this.#turn(only("camera"));
    const { cameraTrack } = this.#view;
    if (cameraTrack) this.#blank ??= blankVideo();
    cameraTrack?.stop();
    this.#change({ camera: "off", cameraTrack: null });
  }

  #micOff(): void {
    this.#turn(only("mic"));
    const { micTrack } = this.#view;
    if (micTrack) micTrack.enabled = false;
    this.#change({ mic: "off" });
  }

  /** `muted`: another microphone in the place of one that is off. */
  async #acquire(wanted: Wanted, muted = false): Promise<void> {
    const turns = this.#turn(wanted);
    if (!muted) this.#change({ ...(wanted.camera && { camera: "asking" }), ...(wanted.mic && { mic: "asking" }) });
    // With leave from an earlier visit the browser names its devices: then the one that was chosen is asked for, not just wished for.
    if (this.#view.devices.length === 0) await this.#listDevices();
    const isBoth = wanted.camera && wanted.mic && turns === this.#turns;
    // One refusal spoils the common question: then ask for each, to know which of the two it is.
    if (!isBoth || !this.#took(await this.#ask(wanted), turns)) {
      if (wanted.mic) await this.#askOne("mic", turns);
      if (wanted.camera) await this.#askOne("camera", turns);
    }
    await this.#listDevices();
  }

  async #askOne(kind: Device, turns: Turns): Promise<void> {
    if (turns[kind] !== this.#turns[kind]) return;
    const answer = await this.#ask(only(kind));
    if (this.#took(answer, turns) || turns[kind] !== this.#turns[kind]) return;
    this.#without(kind, answer);
  }

  /** What was sent until now must not stand there as if it were live. */
  #without(kind: Device, why: DeviceState): void {
    const { cameraTrack, micTrack } = this.#view;
    if (kind === "camera" && cameraTrack) this.#blank ??= blankVideo();
    (kind === "camera" ? cameraTrack : micTrack)?.stop();
    this.#change(kind === "camera" ? { camera: why, cameraTrack: null } : { mic: why, micTrack: null });
  }

  #took(answer: MediaStreamTrack[] | DeviceState, turns: Turns): answer is MediaStreamTrack[] {
    if (!Array.isArray(answer)) return false;
    for (const track of answer) {
      const kind = track.kind === "video" ? "camera" : "mic";
      if (turns[kind] === this.#turns[kind]) this.#take(track);
      else track.stop();
    }
    return true;
  }

  #ask(wanted: Wanted): Promise<MediaStreamTrack[] | DeviceState> {
    return askForTracks(wanted, this.#view.choice, this.#view.devices);
  }

  #take(track: MediaStreamTrack): void {
    track.onended = () => void this.#regain();
    track.onmute = track.onunmute = () => this.#onMuted();
    if (track.kind === "video") {
      this.#view.cameraTrack?.stop();
      this.#change({ camera: "on", cameraTrack: track });
    } else {
      this.#view.micTrack?.stop();
      track.enabled = this.#view.mic !== "off";
      this.#change({ mic: track.enabled ? "on" : "off", micTrack: track });
    }
  }

  /** The system took a track that was on, or gave it back. Where it never does, coming back to the page asks for it anew. */
  #onMuted(): void {
    const { camera, mic, cameraTrack, micTrack } = this.#view;
    this.#change({
      ...(isOurs(camera) && cameraTrack && { camera: stateOfTrack(cameraTrack) }),
      ...(isOurs(mic) && micTrack && { mic: stateOfTrack(micTrack) }),
    });
  }

  /** Something was plugged in, perhaps what was missed. */
  async #onDevices(): Promise<void> {
    await this.#listDevices();
    const isMissed = (state: DeviceState) => state === "missing" || state === "busy";
    const wanted = { camera: isMissed(this.#view.camera), mic: isMissed(this.#view.mic) };
    if (isAny(wanted)) await this.#acquire(wanted);
  }

  /** Allowed after it was denied, nothing is left to press. Denied, it is let go even where the browser would let a track go on. */
  #onPermission(kind: Device, state: PermissionState): void {
    if (state === "granted" && this.#view[kind] === "denied") void this.#acquire(only(kind));
    if (state !== "denied") return;
    this.#turn(only(kind));
    this.#without(kind, isMeant(this.#view[kind]) ? "denied" : this.#view[kind]);
  }

  /** A phone call, a pulled plug or a sleeping machine ended a track that was on: ask again. */
  async #regain(): Promise<void> {
    if (!isAny(this.#lost())) return;
    await this.#listDevices(); // whatever was pulled out must not be asked for by name
    const lost = this.#lost(); // and what was turned off meanwhile not at all
    if (isAny(lost)) await this.#acquire(lost);
  }

  #lost(): Wanted {
    const { camera, mic, cameraTrack, micTrack } = this.#view;
    const isLost = (state: DeviceState, track: MediaStreamTrack | null) =>
      isOurs(state) && track !== null && (track.readyState === "ended" || track.muted);
    return { camera: isLost(camera, cameraTrack), mic: isLost(mic, micTrack) };
  }

  async #listDevices(): Promise<void> {
    this.#change({ devices: await namedDevices() });
  }

  #change(part: Partial<LocalView>): void {
    this.#view = { ...this.#view, ...part };
    this.#listeners.tell();
  }
}

function only(kind: Device): Wanted {
  return { camera: kind === "camera", mic: kind === "mic" };
}

function isAny({ camera, mic }: Wanted): boolean {
  return camera || mic;
}
