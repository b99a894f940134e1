import { z } from 'zod';

const text = (max: number) => z.string().max(max).nullish();
const date = text(40).meta({ description: 'Local ISO date, or an instant.' });
const price = z
  .union([z.string().max(40), z.number(), z.object({ amountMinor: z.int(), currency: z.string().max(10) })])
  .nullish()
  .meta({ description: 'A decimal such as "19.99", or money in minor units.' });

const itemSchema = z
  .looseObject({
    sku: text(200),
    product: text(500),
    category: text(200),
    quantity: z.union([z.int(), z.string().max(20)]),
    unitPrice: price,
    currency: text(10),
    reason: text(200),
    legalBasis: text(200),
    condition: text(200),
    photoUrl: text(2_000),
  })
  .meta({ id: 'NewCaseItem' });

/** One case as JSON: the columns of an upload in camelCase, with its items; `sku` or `product` on each item. */
export const newCaseSchema = z
  .looseObject({
    caseRef: text(200).meta({ description: 'The order reference when absent.' }),
    orderRef: text(200),
    orderedOn: date,
    deliveredOn: date,
    requestedOn: date,
    receivedOn: date,
    customerName: text(200),
    customerEmail: text(254),
    customerPhone: text(40),
    language: text(40),
    country: text(100),
    paymentRef: text(200),
    iban: text(60),
    accountHolder: text(200),
    postalCode: text(20),
    city: text(100),
    street: text(200),
    note: text(2_000),
    items: z.array(itemSchema).min(1).max(1_000),
  })
  .meta({ id: 'NewCase' });
export type NewCase = z.infer<typeof newCaseSchema>;
