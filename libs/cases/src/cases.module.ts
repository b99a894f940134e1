import { Module } from '@nestjs/common';
import { Cases } from './cases.service.js';
import { Stock } from './stock.service.js';

@Module({ providers: [Cases, Stock], exports: [Cases, Stock] })
export class CasesModule {}
