// Drives every memory call of the real npm client against a server whose address and key it is given, and prints what each
// returned or threw, one JSON object a line. What is right is judged by the test that runs it.
import { MemoryClient } from 'mem0ai';

const [host, apiKey] = process.argv.slice(2);
const client = new MemoryClient({ host, apiKey });

async function call(name, make) {
  try {
    const value = await make();
    console.log(JSON.stringify({ name, value: value ?? null }));
    return value;
  } catch (error) {
    console.log(JSON.stringify({ name, error: error.constructor.name, message: error.message }));
    return undefined;
  }
}

// What is inferred is there after a while: asked for as often as a caller would.
async function until(name, isThere, make) {
  for (let i = 0; i < 60; i++) {
    const value = await make();
    if (isThere(value)) return call(name, async () => value);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return call(name, async () => { throw new Error('It never came.'); });
}

const zero = '00000000-0000-0000-0000-000000000000';
await call('ping', () => client.ping());
await call('ping with another key', () => new MemoryClient({ host, apiKey: 'm0s_wrong' }).ping());
const added = await call('add', () => client.add(
  [{ role: 'user', content: 'Likes tea' }], { userId: 'alice', metadata: { firstKey: { innerKey: 1 } }, infer: false }));
await call('add inferred', () => client.add([{ role: 'user', content: 'I like mint tea.' }], { userId: 'alice' }));
await until('getAll after add inferred', (page) => page.count > 1, () => client.getAll({ filters: { user_id: 'alice' } }));
await call('add nothing', () => client.add([], { userId: 'alice' }));
await call('add for nobody', () => client.add([{ role: 'user', content: 'x' }]));

const id = added.results[0].id;
await call('get', () => client.get(id));
await call('get malformed', () => client.get('not-an-id'));
await call('get unknown', () => client.get(zero));
await call('update text', () => client.update(id, { text: 'Likes green tea' }));
await call('update metadata', () => client.update(id, { metadata: { firstKey: null, second_key: 2 } }));
await call('get after update', () => client.get(id));
await call('update expiration', () => client.update(id, { expirationDate: '2030-01-01' }));
await call('clear expiration', () => client.update(id, { expirationDate: null }));
await call('update nothing', () => client.update(id, {}));
await call('update unknown', () => client.update(zero, { text: 'x' }));
await call('history', () => client.history(id));

for (const text of ['Lives in Berlin', 'Has a cat']) {
  await client.add([{ role: 'user', content: text }], { userId: 'alice', runId: 'trip', infer: false });
}
await call('getAll', () => client.getAll({ filters: { user_id: 'alice' } }));
await call('getAll page', () => client.getAll({ filters: { AND: [{ user_id: 'alice' }] }, page: 2, pageSize: 2 }));
await call('getAll of nobody', () => client.getAll({ filters: { user_id: 'nobody' } }));
await call('getAll without filters', () => client.getAll({ filters: {} }));
await call('search', () => client.search('green tea', { filters: { user_id: 'alice' }, topK: 2, threshold: 0 }));
await call('search either', () => client.search('cat', { filters: { OR: [{ user_id: 'alice' }, { run_id: 'trip' }] } }));
await call('search of nobody', () => client.search('tea', { filters: { user_id: 'nobody' } }));
await call('search without filters', () => client.search('tea', { filters: {} }));

const more = await client.getAll({ filters: { run_id: 'trip' } });
const ids = more.results.map((memory) => memory.id);
await call('batchUpdate', () => client.batchUpdate(ids.map((memoryId) => ({ memoryId, text: `Changed ${memoryId}` }))));
await call('getAll after batchUpdate', () => client.getAll({ filters: { run_id: 'trip' } }));
await call('feedback', () => client.feedback({ memoryId: id, feedback: 'POSITIVE', feedbackReason: 'It helped.' }));
await call('feedback on unknown', () => client.feedback({ memoryId: zero, feedback: 'POSITIVE' }));
await call('batchDelete', () => client.batchDelete(ids));
await call('getAll after batchDelete', () => client.getAll({ filters: { run_id: 'trip' } }));
await call('batchDelete unknown', () => client.batchDelete([zero]));
await call('users', () => client.users());
await call('users page', () => client.users({ page: 1, pageSize: 1 }));
await call('delete', () => client.delete(id));
await call('get deleted', () => client.get(id));
await call('delete unknown', () => client.delete(zero));
await call('deleteAll', () => client.deleteAll({ userId: 'alice' }));
await call('getAll after deleteAll', () => client.getAll({ filters: { user_id: 'alice' } }));
await call('deleteAll of nobody', () => client.deleteAll({ userId: 'nobody' }));
await client.add([{ role: 'user', content: 'Likes rum' }], { userId: 'bob', infer: false });
await call('deleteUser', () => client.deleteUser({ entity_type: 'user', entity_id: 'bob' }));
await client.add([{ role: 'user', content: 'Likes rum' }], { userId: 'carol', infer: false });
await call('deleteUsers', () => client.deleteUsers({ userId: 'carol' }));
await call('deleteUsers of nobody', () => client.deleteUsers());

await call('updateProject', () => client.updateProject({ customInstructions: 'Only food.', customCategories: [{ food_and_drink: 'What is eaten' }] }));
await call('getProject', () => client.getProject({ fields: ['custom_instructions', 'custom_categories'] }));
await call('updateProject with nothing', () => client.updateProject({}));
const webhook = await call('createWebhook', () => client.createWebhook(
  { name: 'Ours', url: 'https://hooks.example.com/memories', eventTypes: ['memory_add', 'memory_delete'] }));
await call('createWebhook of this machine', () => client.createWebhook({ name: 'Ours', url: 'https://127.0.0.1/', eventTypes: ['memory_add'] }));
await call('updateWebhook', () => client.updateWebhook({ webhookId: webhook.webhookId, name: 'Theirs', url: 'https://hooks.example.com/other' }));
await call('getWebhooks', () => client.getWebhooks());
await call('deleteWebhook', () => client.deleteWebhook({ webhookId: webhook.webhookId }));
await call('deleteWebhook again', () => client.deleteWebhook({ webhookId: webhook.webhookId }));
await call('getWebhooks of none', () => client.getWebhooks());
await call('createMemoryExport without a model', () => client.createMemoryExport({ schema: { type: 'object' }, filters: { user_id: 'alice' } }));
await call('createMemoryExport without filters', () => client.createMemoryExport({ schema: { type: 'object' }, filters: {} }));
await call('getMemoryExport of none', () => client.getMemoryExport({ memoryExportId: zero }));
