import { shown, type Wording } from './message.ts';

/** Of types, functions and their arguments (yara-l §3.3, TYP and CMP). */
export interface TypeParams {
  readonly TYP006: { readonly found: string; readonly nearest: string | undefined };
}

export const TYPES: Wording<TypeParams> = {
  TYP006: {
    severity: 'error',
    text: ({ found }) => `there is no function ${shown(found)}`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `did you mean ${nearest}?`),
  },
};
