import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { z } from 'zod';
import type { LinkAsk } from '#desk';
import type { GivenFacts } from '#intake';

const text = z.string().max(500).optional();

/** The fields of the page as a browser sends them; what is asked decides which of them count. */
export const customerFormSchema = z.object({
  iban: text,
  accountHolder: text,
  street: text,
  postalCode: text,
  city: text,
  choice: text,
});
export type CustomerForm = z.output<typeof customerFormSchema>;
export type FieldName = keyof CustomerForm;

export const fieldsOf: Readonly<Record<LinkAsk, readonly FieldName[]>> = {
  iban: ['iban', 'accountHolder'],
  address: ['street', 'postalCode', 'city'],
  choice: ['choice'],
};

const longest: Readonly<Record<FieldName, number>> = {
  iban: 60,
  accountHolder: 140,
  street: 200,
  postalCode: 20,
  city: 100,
  choice: 20,
};

/** What the customer gave. */
export interface CustomerAnswer {
  readonly facts: GivenFacts;
  readonly choice: 'refund' | 'replacement' | null;
}

/** What was typed, read and checked; or the fields that are not right. Pure. */
export function readForm(
  asks: readonly LinkAsk[],
  form: CustomerForm,
): { readonly answer: CustomerAnswer } | { readonly wrong: ReadonlySet<FieldName> } {
  const wrong = new Set<FieldName>();
  const values: Partial<Record<FieldName, string>> = {};
  for (const name of asks.flatMap((ask) => fieldsOf[ask])) {
    const value = (form[name] ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim();
    if (value === '' || value.length > longest[name] || /\p{C}/u.test(value)) wrong.add(name);
    else values[name] = value;
  }
  if (values.iban !== undefined) {
    const iban = electronicFormatIBAN(values.iban) ?? '';
    if (isValidIBAN(iban)) values.iban = iban;
    else wrong.add('iban');
  }
  const { choice, ...facts } = values;
  if (choice !== undefined && choice !== 'refund' && choice !== 'replacement') wrong.add('choice');
  if (wrong.size > 0) return { wrong };
  return { answer: { facts, choice: choice === 'refund' || choice === 'replacement' ? choice : null } };
}
