/** Fourteen icons, 24 px, one stroke. Never alone: a word stands beside each (the close cross has its word unseen). */
const PATHS = {
  print: ["M7 9V4h10v5M7 17H5a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-2M7 14h10v6H7z"],
  guest: ["M10 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7", "M3.5 20c.5-4 3-6 6.5-6 1.6 0 3 .4 4 1.2M18 13.5v6M15 16.5h6"],
  mic: ["M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3z", "M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"],
  camera: ["M5 6.5h8a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2z", "m15 10.5 6-3v9l-6-3"],
  slash: ["M4 4l16 16"],
  door: ["M6 21V4.5A1.5 1.5 0 0 1 7.5 3h9A1.5 1.5 0 0 1 18 4.5V21M3.5 21h17M14 11.8v.6"],
  tick: ["m5 12.5 4.5 4.5L19 7.5"],
  warn: ["M12 4 21 19.5H3zM12 10v4.5M12 17v.1"],
  clock: ["M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17", "M12 7v5l3.5 2"],
  close: ["M6 6l12 12M18 6 6 18"],
  signal: ["M4 18v-2M9 18v-6M14 18V9M19 18V5"],
  sound: ["M5 14v-4M9.7 17V7M14.3 20V4M19 15V9"],
  chat: ["M5 5h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z", "M8 9.5h8M8 12.5h5"],
  settings: ["M4 7h9M17 7h3M4 17h3M11 17h9", "M15 5a2 2 0 1 1 0 4 2 2 0 0 1 0-4", "M9 15a2 2 0 1 1 0 4 2 2 0 0 1 0-4"],
} as const;

export type IconName = keyof typeof PATHS;

/** `off` strikes the icon through. Hidden from screen readers: the word beside it speaks. */
export function Icon({ name, off = false }: { name: IconName; off?: boolean }) {
  const paths: readonly string[] = off ? [...PATHS[name], ...PATHS.slash] : PATHS[name];
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {paths.map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}

/** The armchair: the one drawing, for empty places. */
export function Chair() {
  return (
    <svg class="chair" viewBox="0 0 64 56" aria-hidden="true">
      <path d="M16 27V12a8 8 0 0 1 8-8h16a8 8 0 0 1 8 8v15" />
      <path d="M10 22a6 6 0 0 1 6 6v6h32v-6a6 6 0 1 1 8.5 5.5L55 46H9L7.5 33.5A6 6 0 0 1 10 22zM14 46v6M50 46v6" />
    </svg>
  );
}
