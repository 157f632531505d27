import type { Mistake } from "./mistake.js";
import { bodyNotJson } from "./mistakes/body-not-json.js";
import { changeRepeated } from "./mistakes/change-repeated.js";
import { existingClientIgnored } from "./mistakes/existing-client-ignored.js";
import { misspeltParameter, unreadKey } from "./mistakes/keys.js";
import { pagingStopped } from "./mistakes/paging-stopped.js";
import { polling } from "./mistakes/polling.js";
import { pushLoopUnfinished, pushPageRepeated } from "./mistakes/push-loop.js";
import { refusalIgnored } from "./mistakes/refusal-ignored.js";
import { secondPass } from "./mistakes/second-pass.js";
import { tokenElsewhere, tokenForgotten, tokenNeverValid } from "./mistakes/token.js";
import { numberAsString, phoneAsString, selectionModeCase } from "./mistakes/types.js";
import { unknownMethod } from "./mistakes/unknown-method.js";
import { wrongVerb } from "./mistakes/wrong-verb.js";

/** Every mistake that the client report knows: errors first, then warnings, then hints. */
export const mistakes: readonly Mistake[] = [
  unknownMethod,
  wrongVerb,
  bodyNotJson,
  tokenElsewhere,
  tokenForgotten,
  misspeltParameter,
  pushPageRepeated,
  pushLoopUnfinished,
  unreadKey,
  numberAsString,
  phoneAsString,
  selectionModeCase,
  tokenNeverValid,
  refusalIgnored,
  existingClientIgnored,
  changeRepeated,
  secondPass,
  pagingStopped,
  polling,
];
