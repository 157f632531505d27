/** Evidence levels of facts about the wire or the product, strongest first. */
export const evidenceLevels = ["documented", "sample", "observed", "sibling", "inferred", "assumed"] as const;

export type EvidenceLevel = (typeof evidenceLevels)[number];

/** Evidence for a rule: its level and its source. */
export interface Evidence {
  readonly level: EvidenceLevel;
  readonly source: string;
}
