/** Full media types. The build omits the table that Express needs for short names. */
export const contentTypes = {
  html: "text/html; charset=utf-8",
  json: "application/json; charset=utf-8",
  svg: "image/svg+xml; charset=utf-8",
} as const;
