declare const CHRON_LANGUAGE: string | undefined;

/**
 * The state of everything that reads and checks rule texts, set when the command is built: what was found in a text
 * may be kept until it changes. Undefined where the sources run unbuilt.
 */
export const LANGUAGE: string | undefined =
  typeof CHRON_LANGUAGE === 'string' ? CHRON_LANGUAGE : undefined;
