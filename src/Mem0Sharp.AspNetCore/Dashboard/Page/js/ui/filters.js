/** Filters as a reader puts them together: conditions that must all hold, each a part of the API's own JSON. Nothing of the JSON is lost on the way. */

import {dateOf, worded} from '../words.js';

/** Takes a filter apart into what must all hold. */
export function conditionsOf(filter) {
  if (filter === null || filter === undefined) return [];
  const names = Object.keys(filter);
  if (names.length === 1 && names[0] === 'AND' && Array.isArray(filter.AND)) return filter.AND.flatMap(conditionsOf);
  return names.length === 1 ? [filter] : names.flatMap(name => conditionsOf({[name]: filter[name]}));
}

/** Puts conditions together; null where there is none. */
export const filterOf = conditions => conditions.length === 0 ? null : conditions.length === 1 ? conditions[0] : {AND: conditions};

const operators = {
  eq: 'is', ne: 'is not', gt: 'above', gte: 'from', lt: 'below', lte: 'up to', contains: 'has', icontains: 'has', in: 'one of', nin: 'none of',
};
const fields = {
  text: 'Text', memory: 'Text', tags: 'Tag', memory_type: 'Type', created_at: 'Created', updated_at: 'Changed', entities: 'Names', actor_id: 'Said by',
  agent_id: 'Agent', run_id: 'Run', user_id: 'User', app_id: 'Application', version: 'Version', role: 'Role', links: 'Links to',
};

/** Says a condition in words; as JSON where it is more than a comparison. */
export function describe(condition) {
  const [[name, value]] = Object.entries(condition), field = fields[name] ?? worded(name.replace(/^metadata\./, ''));
  if (['AND', 'OR', 'NOT', 'metadata'].includes(name)) return JSON.stringify(condition);
  if (value === '*') return `${field}: any`;
  if (value === null) return `${field}: none`;
  if (Array.isArray(value)) return `${field}: one of ${value.map(said).join(', ')}`;
  if (typeof value !== 'object') return `${field}: ${said(value)}`;
  if ('exists' in value) return `${field}: ${value.exists ? 'any' : 'none'}`;
  const terms = Object.entries(value).map(([operator, operand]) =>
    operator === 'eq' ? said(operand) : `${operators[operator] ?? operator} ${Array.isArray(operand) ? operand.map(said).join(', ') : said(operand)}`);
  return `${field}: ${terms.join(', ')}`;
}

const said = value => typeof value === 'string' ? (/^\d{4}-\d\d-\d\dT/.test(value) ? dateOf(value) : `“${value}”`) : JSON.stringify(value);

/** A value as it is typed for a key of the metadata: 5 and true are what they look like, "5" is a text. */
export function valueOf(typed) {
  const text = typed.trim();
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' ? text : value;
  } catch {
    return text;
  }
}
