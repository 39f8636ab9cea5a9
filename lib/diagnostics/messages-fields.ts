import { shown, type Wording } from './message.ts';

/** Of fields, enums and maps (yara-l §3.3, FLD). */
export interface FieldParams {
  /** `message` is the proto message that was looked in. */
  readonly FLD001: {
    readonly found: string;
    readonly message: string;
    readonly instead: readonly string[];
  };
}

export const FIELDS: Wording<FieldParams> = {
  FLD001: {
    severity: 'error',
    text: ({ found, message }) => `${message} has no field ${shown(found)}`,
    hint: ({ instead }) =>
      instead.length === 0 ? undefined : `did you mean ${instead.join(' or ')}?`,
  },
};
