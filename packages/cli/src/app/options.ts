/** The options that say which app is meant, and with which values. */
export const appOptions = {
  app: {
    value: "FILE",
    description: "the app file; without it nacre.json or package.json names it",
  },
  context: { value: "KEY=VALUE", repeat: true, description: "a value for the app" },
} as const;
