export const forms = {
  "error.label": "Error:",
} as const;
