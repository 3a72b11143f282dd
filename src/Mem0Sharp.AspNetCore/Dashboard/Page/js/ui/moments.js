/** Instants in fields of forms: in the reader's own zone, to the second. */

/** An instant as a field has it; nothing where there is none. */
export function toField(instant) {
  if (!instant) return '';
  const date = new Date(instant), pad = number => String(number).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
    + `T${pad(date.getHours())}:${pad(date.getMinutes())}${date.getSeconds() === 0 ? '' : `:${pad(date.getSeconds())}`}`; // as browsers shorten it
}

/** An instant that somebody wrote; null where it is none. */
export const momentIn = text => text && !Number.isNaN(new Date(text).getTime()) ? new Date(text).toISOString() : null;

/** What a field has, as an instant; null where it is empty. */
export const fromField = value => value === '' ? null : new Date(value).toISOString();
