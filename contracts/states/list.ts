import { providerStates } from "./index.js";

/** Returns the catalogue as JSON. */
export const statesJson = () =>
  providerStates.map(({ name, description, parameters, returns }) => ({
    name,
    about: description,
    parameters: Object.entries(parameters).map(([parameter, { kind, default: defaultText, description: meaning }]) => ({
      name: parameter,
      kind,
      default: defaultText,
      about: meaning,
    })),
    gives: returns,
  }));
