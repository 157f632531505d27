/** Media types in full: Express cannot look them up by a short name, because the build leaves its table out. */
export const contentTypes = {
  html: "text/html; charset=utf-8",
  json: "application/json; charset=utf-8",
  svg: "image/svg+xml; charset=utf-8",
} as const;
