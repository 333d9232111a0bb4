/** Vite's own way to import a file as text. */
declare module "*?raw" {
  const text: string;
  export default text;
}

interface ImportMeta {
  /** Vite's: the modules of the files that a pattern finds, read at once. */
  glob<Module>(pattern: string, options: { eager: true }): Record<string, Module>;
}
