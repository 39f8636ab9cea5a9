import {
  NoOperationTraceWriter,
  convertWorkflowTemplate,
  parseWorkflow,
} from '@actions/workflow-parser';

/** What GitHub's own parser says about a workflow. */
export async function refusals(content: string): Promise<readonly string[]> {
  const result = parseWorkflow({ name: 'a.yml', content }, new NoOperationTraceWriter());
  const errors = (): string[] => result.context.errors.getErrors().map(({ message }) => message);
  if (result.value === undefined || errors().length > 0) return errors();
  const { errors: more = [] } = await convertWorkflowTemplate(result.context, result.value);
  return [...errors(), ...more.map(({ Message }) => Message)];
}
