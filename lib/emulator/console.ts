import type { Detection } from '../model/detection.ts';
import type { RuleError } from '../model/retrohunt.ts';
import { addCuratedDetection, addDetections, addRuleErrors } from './console-past.ts';
import type { CuratedDetection, CuratedRule } from './console-past.ts';
import { readMessage, makeCall } from './message.ts';
import type { Answer, Operation } from './operation.ts';
import type { Service } from './service.ts';
import {
  archiveRule,
  disableAlerting,
  disableLiveRule,
  enableAlerting,
  enableLiveRule,
  unarchiveRule,
} from './flags.ts';
import { LIST_BODY } from './list-messages.ts';
import { createReferenceList, updateReferenceList } from './lists.ts';
import { createRule, createRuleVersion, deleteRule, RULE_TEXT } from './rules.ts';
import type { Found } from './state.ts';
import type { ContentType, StoredList } from './stored.ts';

/**
 * What a person does in the web console, for tests that need somebody else. Not calls: no quota, no fault and no
 * line in the log. Each rejects with Refusal as the method of the API would.
 */
export interface Console {
  rules(): readonly Found[];
  rule(ruleId: string): Found | undefined;
  lists(): readonly StoredList[];
  list(name: string): StoredList | undefined;
  /** Saves a new rule and, as the console does, enables it (backstory-v2 §4.1); gives its id. */
  createRule(text: string): Promise<string>;
  editRule(ruleId: string, text: string): Promise<void>;
  setLive(ruleId: string, live: boolean): Promise<void>;
  setAlerting(ruleId: string, alerting: boolean): Promise<void>;
  archiveRule(ruleId: string): Promise<void>;
  unarchiveRule(ruleId: string): Promise<void>;
  deleteRule(ruleId: string): Promise<void>;
  /** The newest version no longer compiles, as after a change of the language; undefined heals it. */
  breakRule(ruleId: string, compileError: string | undefined): Promise<void>;
  createList(list: {
    readonly name: string;
    readonly lines: readonly string[];
    readonly description?: string;
    readonly contentType?: ContentType;
  }): Promise<void>;
  editList(name: string, lines: readonly string[], description?: string): Promise<void>;
  /** The API has no such method. */
  deleteList(name: string): Promise<void>;
  /**
   * A rule at work finds something, now unless `createdTime` says when: the version named, or the newest of the rule. It
   * alerts if the rule does. Beyond 10,000 a day of a version nothing is found. Gives the ids, new or known.
   */
  addDetections(
    versionOrRuleId: string,
    detections: readonly Detection[],
    facts?: { readonly simulated?: boolean; readonly alerting?: boolean },
  ): Promise<readonly string[]>;
  /** A rule at work fails; gives the ids of the errors. */
  addErrors(versionOrRuleId: string, errors: readonly RuleError[]): Promise<readonly string[]>;
  /** Google adds or changes a curated rule. */
  putCuratedRule(rule: CuratedRule): Promise<void>;
  addCuratedDetection(ruleId: string, detection: CuratedDetection): Promise<void>;
}

export function makeConsole(service: Service): Console {
  const { state } = service;

  const onRule = async (run: Operation, ruleId: string, text?: string): Promise<Answer> => {
    const ids = new Map([
      ['ruleId', ruleId],
      ['versionOrRuleId', ruleId],
    ]);
    const fields = new Map(text === undefined ? [] : [['rule_text', text]]);
    return service.perform(run, makeCall(ids, readMessage({ from: 'json', fields }, RULE_TEXT)));
  };

  const onList = async (run: Operation, body: object): Promise<void> => {
    const fields = new Map(Object.entries(body));
    await service.perform(
      run,
      makeCall(new Map(), readMessage({ from: 'json', fields }, LIST_BODY)),
    );
  };

  const change = (run: Operation) => async (ruleId: string) => {
    await onRule(run, ruleId);
  };

  return {
    rules: () => state.rules(),
    rule: (ruleId) => state.rule(ruleId),
    lists: () => state.lists(),
    list: (name) => state.list(name),
    createRule: async (text) => {
      const ruleId = String((await onRule(createRule, '', text))['ruleId']);
      await onRule(enableLiveRule, ruleId);
      return ruleId;
    },
    editRule: async (ruleId, text) => {
      await onRule(createRuleVersion, ruleId, text);
    },
    setLive: (ruleId, live) => change(live ? enableLiveRule : disableLiveRule)(ruleId),
    setAlerting: (ruleId, alerting) => change(alerting ? enableAlerting : disableAlerting)(ruleId),
    archiveRule: change(archiveRule),
    unarchiveRule: change(unarchiveRule),
    deleteRule: change(deleteRule),
    breakRule: async (ruleId, compileError) => {
      const version = state.rule(ruleId)?.version;
      if (version === undefined) throw new Error(`no rule ${ruleId}`);
      const { compileError: _, ...sound } = version;
      const value = compileError === undefined ? sound : { ...sound, compileError };
      await service.write([{ kind: 'version', value }]);
    },
    createList: (list) => onList(createReferenceList, list),
    editList: (name, lines, description) => {
      const contentType = state.list(name)?.contentType ?? 'CONTENT_TYPE_DEFAULT_STRING';
      return onList(updateReferenceList, {
        name,
        lines,
        contentType,
        ...(description !== undefined && { description }),
      });
    },
    deleteList: (name) => service.write([{ kind: 'no-list', name }]),
    addDetections: (id, detections, facts) => addDetections(service, id, detections, facts),
    addErrors: (id, errors) => addRuleErrors(service, id, errors),
    putCuratedRule: (body) => {
      const { ruleId, ruleSet } = body;
      return service.write([{ kind: 'curated', value: { ruleId, ruleSet, body } }]);
    },
    addCuratedDetection: (ruleId, detection) => addCuratedDetection(service, ruleId, detection),
  };
}
