import { describe, expect, it } from 'vitest';
import { METHODS } from '../../lib/wire/method.ts';
import {
  createListRequest,
  createRuleRequest,
  createVersionRequest,
  getListRequest,
  getRuleRequest,
  listListsRequest,
  listRulesRequest,
  listVersionsRequest,
  ruleActionRequest,
  updateListRequest,
  verifyRuleRequest,
} from '../../lib/wire/request.ts';

const list = { name: 'nets', kind: 'cidr', description: 'd', lines: ['10.0.0.0/8'] } as const;

describe('requests', () => {
  it.each([
    [
      'trap 4: rules are listed with the archived ones',
      listRulesRequest(''),
      'GET',
      '/v2/detect/rules?state=ALL&page_size=1000',
    ],
    [
      'trap 20: page tokens are encoded',
      listRulesRequest('a-_='),
      'GET',
      '/v2/detect/rules?state=ALL&page_size=1000&page_token=a-_%3D',
    ],
    ['a rule', getRuleRequest('ru_1'), 'GET', '/v2/detect/rules/ru_1'],
    [
      'an id stays within its segment',
      getRuleRequest('../lists?x#y'),
      'GET',
      '/v2/detect/rules/..%2Flists%3Fx%23y',
    ],
    [
      'trap 9: versions are a GET with a verb',
      listVersionsRequest('ru_1', '', 10),
      'GET',
      '/v2/detect/rules/ru_1:listVersions?page_size=10',
    ],
    ['verify', verifyRuleRequest('t'), 'POST', '/v2/detect/rules:verifyRule'],
    ['create', createRuleRequest('t'), 'POST', '/v2/detect/rules'],
    [
      'trap 9: create a version',
      createVersionRequest('ru_1', 't'),
      'POST',
      '/v2/detect/rules/ru_1:createVersion',
    ],
    [
      'trap 9: enable',
      ruleActionRequest('EnableLiveRule', 'ru_1'),
      'POST',
      '/v2/detect/rules/ru_1:enableLiveRule',
    ],
    [
      'trap 9: disable',
      ruleActionRequest('DisableLiveRule', 'ru_1'),
      'POST',
      '/v2/detect/rules/ru_1:disableLiveRule',
    ],
    [
      'alert',
      ruleActionRequest('EnableAlerting', 'ru_1'),
      'POST',
      '/v2/detect/rules/ru_1:enableAlerting',
    ],
    [
      'do not alert',
      ruleActionRequest('DisableAlerting', 'ru_1'),
      'POST',
      '/v2/detect/rules/ru_1:disableAlerting',
    ],
    [
      'trap 9: archive',
      ruleActionRequest('ArchiveRule', 'ru_1'),
      'POST',
      '/v2/detect/rules/ru_1:archive',
    ],
    [
      'trap 9: unarchive',
      ruleActionRequest('UnarchiveRule', 'ru_1'),
      'POST',
      '/v2/detect/rules/ru_1:unarchive',
    ],
    [
      'trap 16: lists with their lines',
      listListsRequest(''),
      'GET',
      '/v2/lists?view=FULL&page_size=1000',
    ],
    ['a list', getListRequest('nets'), 'GET', '/v2/lists/nets?view=FULL'],
    ['create a list', createListRequest(list), 'POST', '/v2/lists'],
    [
      'trap 16: the name of a list is not in the path',
      updateListRequest(list),
      'PATCH',
      '/v2/lists?update_mask=list.lines,list.description',
    ],
  ])('%s', (_title, request, verb, path) => {
    expect(METHODS[request.method].verb).toBe(verb);
    expect(request.path).toBe(path);
  });

  it('trap 16: a list is sent whole, with the type it has', () => {
    const body = { name: 'nets', description: 'd', lines: ['10.0.0.0/8'], content_type: 'CIDR' };
    expect(createListRequest(list).body).toEqual(body);
    expect(updateListRequest(list).body).toEqual(body);
  });

  it('actions have no body', () => {
    expect(ruleActionRequest('ArchiveRule', 'ru_1').body).toBeUndefined();
  });
});
