import { inEachCall, type Mistake } from "../mistake.js";

export const bodyNotJson: Mistake = {
  id: "body-not-json",
  text: "The body was not a JSON object.",
  severity: "error",
  example: "passSerialNumber=297150-586-203&numberStumps=1, which is a form",
  advice:
    "Send the parameters as one JSON object. In PHP that is json_encode of the array, given to CURLOPT_POSTFIELDS as text.",
  find: inEachCall(({ entry, refused }) =>
    refused && entry.rules.includes("request.body") ? [entry.why ?? "the body is not JSON"] : [],
  ),
};
