/**
 * A tenant's name that also fits into the names made of it: an account of Google Cloud has 30 characters, of which
 * `chron-apply-` takes 12, and knows no underscore. `base` and `schema` are other files of environments/.
 */
export const ENVIRONMENT_NAME = /^(?!(?:base|schema)$)[a-z0-9](?:[a-z0-9-]{0,16}[a-z0-9])?$/;

/** The e-mail of an account: nothing in it needs quotes, in YAML or in a shell. */
export const ACCOUNT_TEXT =
  /^[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]+$/;
