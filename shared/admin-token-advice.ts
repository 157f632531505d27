/** Returns advice on the admin token. `isGiven` means that the server rejected the token. */
export const adminTokenAdvice = (isGiven: boolean): string =>
  `${isGiven ? "check" : "pass"} --admin-token, --admin-token-file or LUNA_ADMIN_TOKEN`;
