import { Module } from '@nestjs/common';
import { WorkItems } from './work-items.service.js';

@Module({ providers: [WorkItems], exports: [WorkItems] })
export class DeskModule {}
