import { Injectable } from '@nestjs/common';
import { CustomerLinks } from '#desk';
import type { ClientCtx } from '#platform';
import { Catalogue } from '../writing/catalogue.js';
import { writeMessage, type WritingOrder, type WrittenMessage } from '../writing/message-writing.js';
import { MessageTemplates } from './message-templates.service.js';

/** Writes one message; raises `MessageProblem`. */
export type WriteMessage = (order: Omit<WritingOrder, 'template'>) => WrittenMessage;

/** Writes a client's messages in its own words where it has any, else in ours. */
@Injectable()
export class MessageWriter {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly templates: MessageTemplates,
    private readonly links: CustomerLinks,
  ) {}

  /** What writes messages of the scope's client, in the words in force now: ask once for a batch. */
  async of(ctx: ClientCtx): Promise<WriteMessage> {
    const templates = await this.templates.inForce(ctx);
    return (order) => {
      const template = templates.find(order.purpose, order.language, order.channel);
      const { linkId } = order.facts;
      const link = linkId === undefined ? null : this.links.urlOf(linkId);
      return writeMessage(this.catalogue, { ...order, template, link });
    };
  }
}
