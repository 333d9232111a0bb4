export const forms = {
  error: "Error:",
} as const;
