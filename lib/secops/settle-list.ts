import { ApiError, ConflictError } from '../errors.ts';
import type { LiveList, ReferenceList } from '../model/reference-list.ts';
import { wireList, type ReadList } from '../wire/backstory-v2.ts';
import { createListRequest, updateListRequest } from '../wire/request.ts';
import type { Caller, Settled } from './caller.ts';
import { getList } from './lists.ts';

/**
 * Creates a list. A lost answer is settled by reading it back. Its name is unique (backstory-v2 §7), so a list that is
 * there already and has our content is ours, delivered twice, or as good as ours.
 */
export async function createList(caller: Caller, list: ReferenceList): Promise<LiveList> {
  const settle = async (): Promise<Settled<ReadList>> => {
    const live = await getList(caller, list.name);
    if (live === undefined) return { done: false };
    if (sameContent(live.list, list)) return { done: true, value: live };
    throw conflict('CreateReferenceList', `list ${list.name} was created by somebody else`);
  };
  try {
    const request = createListRequest(list);
    return withLines(await caller.mutate({ request, schema: wireList, settle }), list);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    const settled = await settle();
    if (settled.done) return withLines(settled.value, list);
    throw error;
  }
}

/**
 * Replaces lines and description of a list. The API has no precondition: the list is read right before, and must still
 * be the one of `base`; what remains is the moment between the two calls.
 */
export async function updateList(
  caller: Caller,
  list: ReferenceList,
  base: LiveList['base'],
): Promise<LiveList> {
  const before = await getList(caller, list.name);
  if (before === undefined) throw gone(list.name);
  if (before.list.base !== base) throw changed(before.list, base);
  if (!before.kindKnown || before.list.kind !== list.kind) throw otherKind(list);
  const updated = await caller.mutate({
    request: updateListRequest(list),
    schema: wireList,
    settle: async (): Promise<Settled<ReadList>> => {
      const live = await getList(caller, list.name);
      if (live === undefined) throw gone(list.name);
      if (sameContent(live.list, list)) return { done: true, value: live };
      if (live.list.base === base) return { done: false };
      throw changed(live.list, base);
    },
  });
  return withLines(updated, list);
}

/** An answer in the BASIC view leaves the lines out; they are the ones we sent. */
function withLines({ list: live, hasLines }: ReadList, { lines }: ReferenceList): LiveList {
  return hasLines ? live : { ...live, lines };
}

function sameContent(live: ReferenceList, list: ReferenceList): boolean {
  return (
    live.kind === list.kind &&
    live.description === list.description &&
    live.lines.length === list.lines.length &&
    live.lines.every((line, at) => line === list.lines[at])
  );
}

function changed({ name, base: found }: LiveList, base: string): ApiError {
  return conflict('UpdateReferenceList', `list ${name} was written at ${found}, not at ${base}`);
}

function otherKind({ name, kind }: ReferenceList): ApiError {
  return conflict('UpdateReferenceList', `list ${name} is not of kind ${kind} any more`);
}

function conflict(operation: string, detail: string): ApiError {
  return new ConflictError({
    operation,
    status: 409,
    effect: 'rejected',
    detail,
    hint: 'somebody changed the list in the meantime; plan again',
  });
}

function gone(name: string): ApiError {
  return new ApiError({
    operation: 'UpdateReferenceList',
    status: 404,
    effect: 'rejected',
    detail: `list ${name} does not exist any more`,
    hint: 'plan again',
  });
}
