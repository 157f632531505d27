import type { Mistake } from "./mistake.js";
import { bodyNotJson } from "./mistakes/body-not-json.js";
import { changeRepeated } from "./mistakes/change-repeated.js";
import { existingClientIgnored } from "./mistakes/existing-client-ignored.js";
import { parameterMisspelt, unreadKey } from "./mistakes/keys.js";
import { pagingStopped } from "./mistakes/paging-stopped.js";
import { polling } from "./mistakes/polling.js";
import { pushLoopUnfinished, pushPageRepeated } from "./mistakes/push-loop.js";
import { refusalIgnored } from "./mistakes/refusal-ignored.js";
import { secondPass } from "./mistakes/second-pass.js";
import { tokenElsewhere, tokenForgotten, tokenNeverValid } from "./mistakes/token.js";
import { numberAsString, phoneAsString, selectionModeCase } from "./mistakes/types.js";
import { unknownMethodCalled } from "./mistakes/unknown-method.js";
import { wrongVerbUsed } from "./mistakes/wrong-verb.js";

/** All mistakes that the client report detects: errors first, then warnings, then hints. */
export const mistakes: readonly Mistake[] = [
  unknownMethodCalled,
  wrongVerbUsed,
  bodyNotJson,
  tokenElsewhere,
  tokenForgotten,
  parameterMisspelt,
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
