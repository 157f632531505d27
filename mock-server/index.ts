/** The public API of the package: a server in the same process, its errors and its reports. */

export { ListenError } from "../shared/bind.js";
export { ServerClosedError } from "./calls.js";
export type { HistoryForm, StateParameter } from "./cards/card-type.js";
export { allCardTypes, type CardTypeName, cardTypes } from "./cards/index.js";
export { ControlError } from "./control/control-error.js";
export type { FieldDiff, RecordDiff } from "./control/record-diff.js";
export type { ForkRequest, SandboxRequest } from "./control/sandbox-creation.js";
export {
  type RequestExpectation,
  type RequestSelection,
  type SandboxRequestLog,
  VerificationError,
} from "./control/sandbox-request-log.js";
export type { SandboxView } from "./control/sandbox-view.js";
export type { Diff } from "./control/snapshots.js";
export type { Verification } from "./control/verification.js";
export { checkParameters } from "./engine/check-parameters.js";
export type { Fault, FaultEffect, FaultRequest } from "./faults/fault.js";
export { type EvidenceLevel, evidenceLevels } from "./model/evidence.js";
export {
  defaultProfile,
  evidenceOf,
  formatSwitches,
  type Profile,
  parseSwitches,
  type SwitchName,
  switches,
  switchNamed,
  switchNames,
  UnknownSwitchError,
  valuesOf,
  withSwitches,
} from "./model/profile.js";
export type { CardStatus, CardType } from "./model/records.js";
export type { Switch } from "./model/switches.js";
export { InvalidOptionsError, type LunaServerOptions } from "./options.js";
export { type ClientReport, clientReport, type Finding, joinedReport } from "./report/client-report.js";
export { formatReport } from "./report/format-report.js";
export type { RequestEntry } from "./requests/entry.js";
export type { Sandbox, SandboxFaults } from "./sandbox-handle.js";
export { createLunaServer, type LunaServer } from "./server.js";
export { FixtureError } from "./state/fixture-error.js";
export { fixtureProblem } from "./state/fixture-problem.js";
export type { State } from "./state/state.js";
export { FolderInUseError } from "./store/disk/lock/folder-in-use.js";
export { DataFolderError } from "./store/disk/make-folder.js";
export type { SnapshotInfo } from "./store/port.js";
