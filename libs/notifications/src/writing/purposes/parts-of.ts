import type { MessagePurpose } from '../../message/message-purpose.js';
import type { MessageParts } from '../message-parts.js';
import type { Scene } from '../scene.js';
import { callMissed } from './call-missed.js';
import { decision } from './decision.js';
import { goodsReceived } from './goods-received.js';
import { missingInformation } from './missing-information.js';
import { outOfStock } from './out-of-stock.js';
import { refundFailed } from './refund-failed.js';
import { refundPaid } from './refund-paid.js';
import { reminder } from './reminder.js';
import { replacementShipped } from './replacement-shipped.js';
import { withdrawalReceipt } from './withdrawal-receipt.js';

/** What each purpose has to say about a case. Raise `MessageProblem` when a fact, a sentence or a placeholder is missing. */
export const partsOf: Readonly<Record<MessagePurpose, (scene: Scene) => MessageParts>> = {
  decision,
  missing_information: missingInformation,
  goods_received: goodsReceived,
  replacement_shipped: replacementShipped,
  out_of_stock: outOfStock,
  refund_paid: refundPaid,
  refund_failed: refundFailed,
  reminder,
  call_missed: callMissed,
  withdrawal_receipt: withdrawalReceipt,
};
