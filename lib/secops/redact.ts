/**
 * Shapes of secrets (reliability B5). What a service or a library says may quote what it was sent, so every text of
 * theirs passes here before it is put into an error.
 */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g,
  /\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g,
  /\bya29\.[\w.~+/=-]+/g,
  /\b1\/\/0[\w-]{8,}/g,
  /\bAIza[\w-]{20,}/g,
  /\bGOCSPX-[\w-]+/g,
  /\bgh[a-z]_\w{8,}/g,
  /\bgithub_pat_\w+/g,
  /\bBearer\s+[^\s"',;]+/gi,
  /\bBasic\s+[\w+/=]{8,}/gi,
  /\bAuthorization["']?\s*[:=]\s*["']?[^\s"',;]+/gi,
  /\b(?:access_token|refresh_token|id_token|subject_token|client_secret|private_key|assertion)["']?\s*[:=]\s*["']?[^\s"'&,;]+/gi,
];

/** The text with every part that looks like a secret replaced by `<redacted>`. */
export function redact(text: string): string {
  return SECRETS.reduce((left, shape) => left.replace(shape, '<redacted>'), text);
}

/** What a foreign error says of itself, fit to be a `cause`: its message and code, nothing else that hangs on it. */
export function plainCause(error: unknown): Error {
  const plain = new Error(redact(deepestMessage(error)));
  plain.name = error instanceof Error ? error.name : 'Error';
  return plain;
}

/** fetch wraps the real reason in `cause`, several deep; the innermost message says most. */
export function deepestMessage(error: unknown): string {
  const causes = causesOf(error);
  return causes.map((one) => one.message).findLast((message) => message !== '') ?? 'unknown error';
}

/** An error and its causes, outermost first. Several attempts to connect come as one AggregateError: its first counts. */
export function causesOf(error: unknown): readonly (Error & { readonly code?: unknown })[] {
  const found: (Error & { readonly code?: unknown })[] = [];
  let next = error;
  while (next instanceof Error && found.length < 8) {
    found.push(next);
    next = next instanceof AggregateError ? next.errors[0] : next.cause;
  }
  return found;
}
