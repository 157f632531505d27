/** Returns path and query of a request's target, which is an absolute URL if the client uses a proxy. */
export function pathOf(url: string): string {
  if (url.startsWith("/")) return url;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return `/${url}`;
  const { pathname, search } = new URL(url);
  return pathname + search;
}
