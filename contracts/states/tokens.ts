import { headerText, ProviderStateError } from "./parameters.js";
import { providerState } from "./state.js";

const defaultToken = "the token of the request";

export const aCompany = providerState({
  name: "a company",
  description: "The company of the request's token. By default every token is valid. With `token`, only that token is.",
  parameters: { token: headerText({ default: defaultToken, description: "The access token." }) },
  returns: ["token"],
  apply: (world, { token }) => {
    const { main, invalid } = world.tokens;
    if (invalid === "any" || (token !== undefined && invalid.includes(token)))
      throw new ProviderStateError("the token is valid in one state and invalid in another");
    const tokens = token === undefined ? world.tokens : { main: [...main, token], invalid };
    return [{ ...world, tokens }, { token: token ?? main[0] ?? "luna-token" }];
  },
});

export const anInvalidToken = providerState({
  name: "an invalid token",
  description: "A token without a company: error 1.",
  parameters: { token: headerText({ default: defaultToken, description: "The access token." }) },
  returns: ["token"],
  apply: (world, { token }) => {
    const { main, invalid } = world.tokens;
    if (token === undefined ? main.length > 0 : main.includes(token))
      throw new ProviderStateError("the token is valid in one state and invalid in another");
    const allInvalid = token === undefined || invalid === "any" ? ("any" as const) : [...invalid, token];
    return [{ ...world, tokens: { main, invalid: allInvalid } }, { token: token ?? "luna-invalid-token" }];
  },
});
