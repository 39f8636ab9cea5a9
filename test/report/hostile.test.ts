import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionsSafe } from '../../lib/report/actions-safe.ts';
import { plansJson } from '../../lib/report/json-plan.ts';
import { cellCode, code, fenced } from '../../lib/report/markdown-escape.ts';
import { plansMarkdown } from '../../lib/report/markdown-plan.ts';
import { plain } from '../../lib/report/styled.ts';
import { appliedText } from '../../lib/report/terminal-applied.ts';
import { applyLayout, applyLine } from '../../lib/report/terminal-apply.ts';
import { measuredLine } from '../../lib/report/terminal-measured.ts';
import { driftText } from '../../lib/report/terminal-drift.ts';
import { planText } from '../../lib/report/terminal-plan.ts';
import { staleText } from '../../lib/report/terminal-stale.ts';
import type { PlanView } from '../../lib/report/view.ts';
import { ATTACKS, CONTROLS, hostileView } from './hostile.ts';
import { aMeasured, anUnprovenVerdict, aVerdict } from './verdicts.ts';
import { outsideCode } from './markdown-tokens.ts';
import { workflowCommands } from './runner.ts';

/** Every text that goes to a terminal. */
const TERMINAL_SINKS: Readonly<Record<string, (word: string) => string>> = {
  plan: (word) => shown(hostileView(word), undefined),
  'plan at 80 columns': (word) => shown(hostileView(word), 80),
  drift: (word) => plain(driftText(hostileView(word), { unicode: true, width: 80 })),
  'apply lines': (word) => {
    const { changes } = hostileView(word).plan;
    const layout = applyLayout(changes, { unicode: true, width: 80 });
    return changes
      .flatMap((change) => [
        applyLine({ change, durationMs: 1, status: 'done', note: word }, 1, layout),
        applyLine(
          { change, durationMs: 1, status: 'failed', because: word, hint: word },
          2,
          layout,
        ),
        applyLine({ change, durationMs: 1, status: 'skipped', because: word }, 3, layout),
      ])
      .map(plain)
      .join('');
  },
  'apply measurement': (word) => {
    const layout = applyLayout(hostileView(word).plan.changes, { unicode: true });
    const accepted = { rule: word, text: word, reason: word, until: new Date(0) };
    return plain([
      ...measuredLine(aMeasured({ ...anUnprovenVerdict(word, word), accepted }), layout),
      ...measuredLine(aMeasured(aVerdict(word)), layout),
    ]);
  },
  'apply summary': (word) => {
    const { plan, git } = hostileView(word);
    const outcomes = plan.changes.map((change) => ({
      change,
      durationMs: 1,
      status: 'failed' as const,
      because: word,
    }));
    return plain(
      appliedText(
        {
          environment: word,
          git,
          planned: 9,
          outcomes: [
            ...outcomes,
            ...plan.changes.map((change) => ({
              change,
              durationMs: 1,
              status: 'held' as const,
              note: word,
              verdict: anUnprovenVerdict(word, word),
            })),
          ],
          measured: [aMeasured(aVerdict(word), { purpose: 'list', restore: [word] })],
          plan,
          interrupted: true,
          lastPlan: plan,
          journal: word,
          again: word,
          exit: 6,
        },
        { unicode: true },
      ),
    );
  },
  stale: (word) =>
    plain(staleText([{ object: word, planned: word, now: word }], word, { width: 80 })),
};

describe.each(Object.entries(TERMINAL_SINKS))('the terminal text of %s', (_, render) => {
  it.each(ATTACKS)('holds nothing that a terminal acts on: %j', (attack) => {
    const text = render(attack);
    const active = CONTROLS.filter((control) => control !== '\n' && text.includes(control));
    expect(active.map((control) => JSON.stringify(control))).toEqual([]);
  });

  it.each(ATTACKS)('holds no line that was not ours: %j', (attack) => {
    expect(workflowCommands(actionsSafe(render(attack)))).toEqual([]);
  });

  it('shows each control character instead of dropping it', () => {
    const controls = CONTROLS.filter((control) => control !== '\n' && control !== '\t');
    for (let at = 0; at < controls.length; at += 12) {
      const some = controls.slice(at, at + 12);
      const text = render(`a${some.join('b')}c`).replaceAll(/\s/g, '');
      for (const control of some) {
        const code16 = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
        expect(text).toContain(`<U+${code16}>`);
      }
    }
  });
});

describe('the Markdown text', () => {
  it.each(ATTACKS)('leaves nothing of it outside code: %j', (attack) => {
    const { text, cells } = outsideCode(plansMarkdown([hostileView(attack), hostileView('b')]));
    const ours = text
      .replaceAll(/<\/?details>|<\/?summary>/g, '')
      .replaceAll(/^> \[!(?:CAUTION|WARNING)\]$/gm, '');
    expect(ours).not.toMatch(/[<&@[\]\\!]|#\d|https?:|www\.|javascript|evil|octocat|pwned/);
    expect(
      ours
        .split('\n')
        .filter((line) => line.startsWith('#') && !/^#{3,4} (?:chron:|¤|\(empty\))/.test(line)),
    ).toEqual([]);
    expect(new Set(cells)).toEqual(new Set([4, 8]));
  });

  it('does so for any name made of what Markdown reads', () => {
    const letters = Array.from('`|\\<>&@#[]()!*_~:/.$ \t\n\r\u202E\u200Ba1`|🦀');
    const letter = fc.constantFrom('\\|', ...letters);
    const name = fc.array(letter, { maxLength: 40 }).map((word) => word.join(''));
    const span = '(?:¤|\\(empty\\))';
    fc.assert(
      fc.property(name, (text) => {
        const row = outsideCode(`| ${cellCode(text)} | x |`);
        expect(row.cells).toEqual([2]);
        expect(row.text).toMatch(new RegExp(`^ ${span} \\n x $`));
        expect(outsideCode(code(text)).text).toMatch(new RegExp(`^${span}$`));
      }),
      { numRuns: 2000 },
    );
  });

  it('closes its blocks whatever their lines hold', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[`~ \n>#+-]{0,12}$/), { maxLength: 6 }), (lines) => {
        expect(outsideCode(`${fenced('diff', lines)}\nafter`).text).toBe('after');
      }),
      { numRuns: 2000 },
    );
  });

  it('caps names at 128 letters and other texts at 200, never within a letter', () => {
    expect(code('n'.repeat(128), 128)).toBe(`\`${'n'.repeat(128)}\``);
    expect(code('n'.repeat(129), 128)).toBe(`\`${'n'.repeat(127)}…\``);
    expect(code('𝕏'.repeat(201))).toBe(`\`${'𝕏'.repeat(199)}…\``);
  });
});

describe('the JSON text', () => {
  it.each(ATTACKS)('holds nothing active and reads back as it was: %j', (attack) => {
    const view = hostileView(attack);
    const text = plansJson([{ status: 'planned', view, exit: 4 }], { texts: true });
    const active = CONTROLS.filter((control) => control !== '\n' && text.includes(control));
    expect(active).toEqual([]);
    expect(workflowCommands(text)).toEqual([]);
    const read: unknown = JSON.parse(text);
    expect(read).toMatchObject({ plans: [{ environment: attack, git: { branch: attack } }] });
  });
});

describe('actionsSafe', () => {
  it('leaves no command in 10,000 lines made of their pieces', () => {
    const piece = fc.constantFrom(
      '::',
      ':',
      '##[',
      '#',
      '[',
      ']',
      'error',
      'add-mask',
      ' ',
      '\t',
      '\r',
      '\n',
      '\u0085',
      '\u2028',
      '\u000B',
      '\u00A0',
      '\uFEFF',
      'x',
      'stop-commands',
      '=',
      ',',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        expect(workflowCommands(actionsSafe(pieces.join('')))).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([
    ['::error::x', ': :error::x'],
    ['  ::add-mask::x', '  : :add-mask::x'],
    ['a ##[error]x', 'a # #[error]x'],
    ['a\n::x::', 'a\n: :x::'],
    ['std::string and a::b', 'std::string and a::b'],
    ['# heading [x]', '# heading [x]'],
  ])('turns %j into %j', (text, safe) => {
    expect(actionsSafe(text)).toBe(safe);
  });
});

function shown(view: PlanView, width: number | undefined): string {
  const options = { unicode: true, unmanaged: true, full: true };
  return plain(planText(view, width === undefined ? options : { ...options, width }));
}
