/** What GitHub and its runner take at most (github A4). More is refused, cut or dropped, often in silence. */
export const GITHUB_LIMITS = {
  /** Characters of a comment or an issue's text; 65,537 are answered with 422. */
  bodyCharacters: 65_536,
  /** Characters of an issue's title. */
  titleCharacters: 256,
  /** Items of one page of a list. */
  pageSize: 100,
  /** Bytes of a step's summary; a larger one is dropped whole. */
  summaryBytes: 1024 * 1024,
  /** Workflow commands of one level and step that are shown. */
  annotationsOfALevel: 10,
  /** Characters of an annotation; the runner cuts there. */
  annotationCharacters: 4096,
  /** Characters of an annotation's title. */
  annotationTitleCharacters: 255,
  /** Bytes of a SARIF file once gzipped. */
  sarifBytes: 10 * 1024 * 1024,
  sarifRuns: 20,
  /** Results of a run that are taken; of these so many are kept. */
  sarifResults: 25_000,
  sarifResultsKept: 5000,
  sarifRules: 25_000,
  /** Locations of a result that are taken; of these so many are kept. */
  sarifLocations: 1000,
  sarifLocationsKept: 100,
  /** Tags of a rule that are taken; of these so many are kept. */
  sarifTags: 20,
  sarifTagsKept: 10,
} as const;
