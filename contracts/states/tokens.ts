import { headerText, ProviderStateError, parameter } from "./parameters.js";
import { providerState } from "./state.js";

const parameters = { token: parameter(headerText, "the token of the request", "The access token.") };

const contradiction = "the token is valid in one state and invalid in another";

export const aCompany = providerState({
  name: "a company",
  description: "The company of the request's token. By default every token is valid. With `token`, only that token is.",
  parameters,
  returns: ["token"],
  apply: (world, { token }) => {
    if (world.allTokensInvalid || (token !== undefined && world.invalidTokens.includes(token)))
      throw new ProviderStateError(contradiction);
    if (token !== undefined) world.validTokens.push(token);
    return { token: token ?? world.validTokens[0] ?? "luna-token" };
  },
});

export const anInvalidToken = providerState({
  name: "an invalid token",
  description: "A token without a company: error 1.",
  parameters,
  returns: ["token"],
  apply: (world, { token }) => {
    const { validTokens, invalidTokens } = world;
    if (token === undefined ? validTokens.length > 0 : validTokens.includes(token))
      throw new ProviderStateError(contradiction);
    if (token === undefined) world.allTokensInvalid = true;
    else invalidTokens.push(token);
    return { token: token ?? "luna-invalid-token" };
  },
});
