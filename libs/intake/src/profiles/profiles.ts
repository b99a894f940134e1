import type { Profile } from './profile.js';

/**
 * Shopify's order export. Order-level columns stand only on the first line of each order, so a case takes each of its
 * facts from whichever of its rows has it. These are exports of returned orders: their date is the return's.
 */
const shopifyOrders: Profile = {
  id: 'shopify-orders',
  recognisedBy: ['Name', 'Financial Status', 'Lineitem quantity', 'Lineitem name', 'Lineitem price'],
  columns: {
    case_ref: ['Name'],
    order_ref: ['Name'],
    requested_on: ['Created at'],
    customer_name: ['Billing Name', 'Shipping Name'],
    customer_email: ['Email'],
    customer_phone: ['Billing Phone', 'Phone', 'Shipping Phone'],
    country: ['Shipping Country', 'Billing Country'],
    postal_code: ['Shipping Zip', 'Billing Zip'],
    city: ['Shipping City', 'Billing City'],
    street: ['Shipping Address1', 'Billing Address1', 'Shipping Street'],
    sku: ['Lineitem sku'],
    product: ['Lineitem name'],
    quantity: ['Lineitem quantity'],
    unit_price: ['Lineitem price'],
    currency: ['Currency'],
    payment_ref: ['Payment Reference', 'Payment ID'],
    note: ['Notes'],
  },
};

/**
 * WooCommerce's order export with one line per order and no lines of goods: an order is one item whose price is its
 * total. A file with columns for goods is read by those instead.
 */
const woocommerceOrders: Profile = {
  id: 'woocommerce-orders',
  recognisedBy: [
    'order_id',
    'order_status',
    'billing_first_name',
    'billing_last_name',
    'order_total',
    'order_currency',
  ],
  columns: {
    case_ref: ['order_id'],
    order_ref: ['order_id'],
    requested_on: ['order_date'],
    customer_first_name: ['billing_first_name'],
    customer_last_name: ['billing_last_name'],
    customer_email: ['billing_email'],
    customer_phone: ['billing_phone'],
    country: ['shipping_country', 'billing_country'],
    postal_code: ['shipping_postcode', 'billing_postcode'],
    city: ['shipping_city', 'billing_city'],
    street: ['shipping_address_1', 'billing_address_1'],
    sku: ['item_sku', 'sku', 'product_sku'],
    product: ['item_name', 'product_name', 'line_item_name', 'order_id'],
    quantity: ['item_quantity', 'quantity', 'qty'],
    unit_price: ['item_price', 'item_cost'],
    line_total: ['item_total', 'line_total', 'order_total'],
    currency: ['order_currency'],
    payment_ref: ['transaction_id'],
    note: ['customer_note'],
  },
  constants: { quantity: '1' },
};

/** Zalando's report of returned items (ZRS, by way of Tradebyte): a row per piece, neither money nor contact. */
const zalandoReturnedItems: Profile = {
  id: 'zalando-zrs-returned-items',
  recognisedBy: [
    'returned_at',
    'return_center',
    'order_number',
    'ean',
    'quality_label',
    'item_classification',
  ],
  columns: {
    case_ref: ['order_number'],
    order_ref: ['order_number'],
    ordered_on: ['ordered_at'],
    received_on: ['returned_at'],
    country: ['sales_channel_country'],
    sku: ['ean'],
    product: ['simple_sku'],
    condition: ['item_classification'],
  },
  constants: { quantity: '1' },
  onePiecePerRow: true,
};

/** Exports that are recognised by their header. */
export const profiles: readonly Profile[] = [shopifyOrders, woocommerceOrders, zalandoReturnedItems];

/** The profile whose headers are all there; null when none. */
export function profileOf(header: readonly string[]): Profile | null {
  const there = new Set(header);
  return profiles.find((profile) => profile.recognisedBy.every((name) => there.has(name))) ?? null;
}
