/** Keeps the token out of what a program may print. */
export const redacted = (text: string, token: string): string => text.replaceAll(token, "[token]");
