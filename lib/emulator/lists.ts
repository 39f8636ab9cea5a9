import { checkLines } from './list-content.ts';
import type { Answer, Call, Effect, Operation, World } from './operation.ts';
import { byId, takePage } from './page.ts';
import { refusal } from './refusal.ts';
import { CONTENT_TYPES } from './stored.ts';
import type { ContentType, StoredList } from './stored.ts';
import { nextMicros, timestamp } from './time.ts';
import { snakeCase } from '../text.ts';

export const createReferenceList: Operation = (call, world) => {
  const name = call.text('name');
  checkName(name, world);
  if (world.state.list(name) !== undefined) {
    throw refusal('ALREADY_EXISTS', `list with name ${name} already exists`);
  }
  return stored(
    {
      name,
      description: call.text('description'),
      lines: call.texts('lines'),
      contentType: contentType(call),
      createTime: nextMicros(world.clock, undefined),
    },
    world,
  );
};

export const getReferenceList: Operation = (call, { state }) => {
  const list = listByName(call.id('name'), state);
  return { answer: listJson(list, call.text('view') !== 'BASIC') };
};

export const listReferenceLists: Operation = (call, { state, options }) => {
  const { page, nextPageToken } = takePage(call, options, {
    all: state.lists(),
    cursor: ({ name }) => ({ id: name }),
    order: byId,
  });
  const full = call.text('view') === 'FULL';
  return {
    answer: {
      ...(page.length > 0 && { lists: page.map((list) => listJson(list, full)) }),
      ...(nextPageToken !== undefined && { nextPageToken }),
    },
  };
};

/** Replaces what the mask names; without a mask, what was sent (as Google's guidelines have it; UNCONFIRMED here). */
export const updateReferenceList: Operation = (call, world) => {
  const list = listByName(call.text('name'), world.state);
  const masked = readMask(call);
  const type = contentType(call);
  if (masked.has('content_type')) checkRetype(list, type, world);
  else if (type !== list.contentType && world.options.listTypeMismatch === 'refuse') {
    throw refusal(
      'INVALID_ARGUMENT',
      `content type ${type} is not that of list ${list.name}, which is ${list.contentType}`,
    );
  }
  return stored(
    {
      name: list.name,
      description: masked.has('description') ? call.text('description') : list.description,
      lines: masked.has('lines') ? call.texts('lines') : list.lines,
      contentType: masked.has('content_type') ? type : list.contentType,
      createTime: nextMicros(world.clock, list.createTime),
    },
    world,
  );
};

/** Says what is wrong with lines; stores nothing. */
export const verifyReferenceList: Operation = (call) => {
  const errors = checkLines(call.texts('lines'), contentType(call));
  return {
    answer:
      errors.length === 0
        ? { success: true }
        : {
            errors: errors.map(({ line, message }) => ({
              lineNumber: line,
              errorMessage: message,
            })),
          },
  };
};

const MASKABLE = ['lines', 'description', 'content_type'] as const;

function readMask(call: Call): ReadonlySet<string> {
  const mask = call.text('update_mask');
  if (mask === '')
    return new Set(MASKABLE.filter((name) => call.has(name) && name !== 'content_type'));
  return new Set(
    mask.split(',').map((path) => {
      const name = MASKABLE.find((one) => snakeCase(path.trim()) === `list.${one}`);
      if (name !== undefined) return name;
      throw refusal('INVALID_ARGUMENT', `update mask path "${path}" is not valid`);
    }),
  );
}

/** A list changes its type only while no rule uses it (backstory-v2 §7). */
function checkRetype(list: StoredList, type: ContentType, { state }: World): void {
  if (type === list.contentType) return;
  const user = state.rules().find(({ version }) => version.lists.includes(list.name));
  if (user === undefined) return;
  throw refusal(
    'FAILED_PRECONDITION',
    `list ${list.name} is used by rule ${user.rule.ruleId}, so its content type cannot change`,
  );
}

function checkName(name: string, { options }: World): void {
  const fits = options.listNames === 'any' ? name !== '' : /^[A-Za-z]\w{0,254}$/.test(name);
  if (!fits) throw refusal('INVALID_ARGUMENT', `list name "${name}" is not valid`);
}

function listByName(name: string, state: World['state']): StoredList {
  const list = state.list(name);
  if (list === undefined) throw refusal('NOT_FOUND', `list with name ${name} not found`);
  return list;
}

function contentType(call: Call): ContentType {
  const asked = call.text('content_type');
  return CONTENT_TYPES.find((one) => one === asked) ?? 'CONTENT_TYPE_DEFAULT_STRING';
}

function stored(list: StoredList, { options }: World): Effect {
  if (list.lines.length === 0 && options.emptyLists === 'refuse') {
    throw refusal('INVALID_ARGUMENT', `list ${list.name} has no lines`);
  }
  const [error] = checkLines(list.lines, list.contentType);
  if (error !== undefined) {
    throw refusal('INVALID_ARGUMENT', `validating parsed content: ${error.message}`);
  }
  return { answer: listJson(list, true), writes: [{ kind: 'list', value: list }] };
}

/** A list as the wire has it; the type of a string list is the enum's zero and so is missing (backstory-v2 §3.6). */
function listJson(list: StoredList, full: boolean): Answer {
  return {
    name: list.name,
    ...(list.description !== '' && { description: list.description }),
    createTime: timestamp(list.createTime),
    ...(full && list.lines.length > 0 && { lines: list.lines }),
    ...(list.contentType !== 'CONTENT_TYPE_DEFAULT_STRING' && { contentType: list.contentType }),
  };
}
