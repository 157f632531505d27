/** How sure a fact about the wire or the product is, strongest first. */
export const evidenceLevels = ["documented", "sample", "observed", "sibling", "inferred", "assumed"] as const;

export type EvidenceLevel = (typeof evidenceLevels)[number];

/** Where a rule comes from. The level says how sure it is, the source says who says so. */
export interface Evidence {
  readonly level: EvidenceLevel;
  readonly source: string;
}
