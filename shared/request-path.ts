/** Returns path and query of a request line, which is an absolute URL in a request to a proxy. */
export function pathOf(url: string): string {
  if (url.startsWith("/")) return url;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return `/${url}`;
  const { pathname, search } = new URL(url);
  return pathname + search;
}
