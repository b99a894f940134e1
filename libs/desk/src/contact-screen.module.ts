import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { ClientsModule } from '#clients';
import { Articles } from './articles.service.js';
import { CustomerLinks } from './customer-links.service.js';
import { DeskModule } from './desk.module.js';
import { Reveals } from './reveals.service.js';
import { Scripts } from './scripts.service.js';

const services = [Articles, CustomerLinks, Reveals, Scripts];

/** What an agent has in front of them beside the case: scripts, articles, details in clear, links to the customer. */
@Module({ imports: [CasesModule, ClientsModule, DeskModule], providers: services, exports: services })
export class ContactScreenModule {}
