/** Returns how to pass the admin token of a server; `isGiven` means that the server rejected the token. */
export const adminTokenAdvice = (isGiven: boolean): string =>
  `${isGiven ? "check" : "give it with"} --admin-token, --admin-token-file or LUNA_ADMIN_TOKEN`;
